package io.soakline.produce.output;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * XXH3-128 digests of all outputs of one inference: over canonical bytes, and over the bytes as they came.
 *
 * <p>What is hashed is, for each output in the engine's order: one byte for the element type, one byte for the rank,
 * each extent as a little-endian 64-bit integer, then the elements, C-contiguous and little-endian in their own width.
 * The header keeps {@code [2,3]} and {@code [3,2]} apart. Canonical means that every NaN is the quiet NaN with an empty
 * payload and that -0 is +0; nothing is rounded and subnormal values stay.
 *
 * <p>Holds the bytes of the last inference until the next one. Not thread-safe; allocates only the hash value that
 * hash4j returns.
 */
public final class OutputDigest {

    private static final Hasher128 XXH3 = Hashing.xxh3_128();

    private final List<TensorSpec> outputs;
    private final int[] offsets;
    private final int[] elements;
    private final UnusualValues[] unusual;
    private final byte[] bytes;
    private long high;
    private long low;
    private long rawHigh;
    private long rawLow;

    public OutputDigest(List<TensorSpec> outputs) {
        this.outputs = List.copyOf(outputs);
        offsets = new int[outputs.size()];
        elements = new int[outputs.size()];
        unusual = new UnusualValues[outputs.size()];
        int length = 0;
        for (int i = 0; i < offsets.length; i++) {
            TensorSpec output = outputs.get(i);
            offsets[i] = length + headerBytes(output);
            length = Math.addExact(offsets[i], output.bytes());
            elements[i] = output.elements();
            unusual[i] = new UnusualValues();
        }
        bytes = new byte[length];
        for (int i = 0; i < offsets.length; i++) {
            writeHeader(outputs.get(i), offsets[i] - headerBytes(outputs.get(i)));
        }
    }

    private static int headerBytes(TensorSpec output) {
        return 2 + 8 * output.shape().size();
    }

    private void writeHeader(TensorSpec output, int at) {
        ByteBuffer header = ByteBuffer.wrap(bytes, at, headerBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
        header.put(code(output.elementType())).put((byte) output.shape().size());
        output.shape().forEach(header::putLong);
    }

    /** Part of the digest's definition: never renumber. */
    private static byte code(ElementType type) {
        return switch (type) {
            case FLOAT64 -> 1;
            case FLOAT32 -> 2;
            case FLOAT16 -> 3;
            case BFLOAT16 -> 4;
            case INT64 -> 5;
            case INT32 -> 6;
            case INT8 -> 7;
            case UINT8 -> 8;
            case BOOL -> 9;
        };
    }

    /** Digests these tensors, one per output; positions and limits of the buffers do not matter and are kept. */
    public void update(List<ByteBuffer> tensors) {
        for (int i = 0; i < offsets.length; i++) {
            tensors.get(i)
                    .get(
                            0,
                            bytes,
                            offsets[i],
                            elements[i] * outputs.get(i).elementType().bytes());
        }
        HashValue128 raw = XXH3.hashBytesTo128Bits(bytes, 0, bytes.length);
        rawHigh = raw.getMostSignificantBits();
        rawLow = raw.getLeastSignificantBits();
        boolean changed = false;
        for (int i = 0; i < offsets.length; i++) {
            unusual[i].clear();
            changed |= TensorElements.canonicalise(
                    outputs.get(i).elementType(), bytes, offsets[i], elements[i], unusual[i]);
        }
        HashValue128 canonical = changed ? XXH3.hashBytesTo128Bits(bytes, 0, bytes.length) : raw;
        high = canonical.getMostSignificantBits();
        low = canonical.getLeastSignificantBits();
    }

    /** First eight bytes of the canonical digest. */
    public long high() {
        return high;
    }

    /** Last eight bytes of the canonical digest. */
    public long low() {
        return low;
    }

    /** First eight bytes of the digest of the bytes as they came. */
    public long rawHigh() {
        return rawHigh;
    }

    /** Last eight bytes of the digest of the bytes as they came. */
    public long rawLow() {
        return rawLow;
    }

    /** Whether any output of the last inference holds a NaN or an infinity. */
    public boolean nonFinite() {
        for (UnusualValues counts : unusual) {
            if (counts.nonFinite()) {
                return true;
            }
        }
        return false;
    }

    List<TensorSpec> outputs() {
        return outputs;
    }

    UnusualValues unusual(int output) {
        return unusual[output];
    }

    /** Element of the last inference's output, after canonicalisation. */
    double value(int output, int index) {
        return TensorElements.value(outputs.get(output).elementType(), bytes, offsets[output], index);
    }
}
