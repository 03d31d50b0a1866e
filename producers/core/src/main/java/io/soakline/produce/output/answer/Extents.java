package io.soakline.produce.output.answer;

import java.util.List;

/** Sizes of parts of a shape. */
final class Extents {

    private Extents() {}

    /** Product of the extents {@code from} to {@code to}, the end left out; 1 for none. */
    static int product(List<Long> shape, int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product = Math.multiplyExact(product, shape.get(i));
        }
        return Math.toIntExact(product);
    }
}
