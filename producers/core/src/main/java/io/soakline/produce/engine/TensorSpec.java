package io.soakline.produce.engine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * Name, element type and fixed shape of one input or output. The layout is C-contiguous and little-endian.
 *
 * @param shape extent of each dimension, all positive; empty for a scalar
 */
public record TensorSpec(String name, ElementType elementType, List<Long> shape) {

    public TensorSpec {
        shape = List.copyOf(shape);
        for (long extent : shape) {
            if (extent <= 0) {
                throw new IllegalArgumentException("tensor " + name + " has shape " + shape
                        + ": every dimension must be positive; give dynamic dimensions a size when building");
            }
        }
    }

    /** Number of elements; one for a scalar. */
    @JsonIgnore
    public int elements() {
        long elements = 1;
        for (long extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        return Math.toIntExact(elements);
    }

    /** Size of the whole tensor in bytes. */
    @JsonIgnore
    public int bytes() {
        return Math.multiplyExact(elements(), elementType.bytes());
    }
}
