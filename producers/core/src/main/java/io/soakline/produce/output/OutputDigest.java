package io.soakline.produce.output;

import io.soakline.produce.declare.Detections;
import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.output.answer.TensorValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * XXH3-128 digests of all outputs of one inference: over canonical bytes, and over the bytes as they came.
 *
 * <p>What is hashed is, for each output in the engine's order: one byte for the element type, one byte for the rank,
 * each extent as a little-endian 64-bit integer, then the elements, C-contiguous and little-endian in their own width.
 * The header keeps {@code [2,3]} and {@code [3,2]} apart. Canonical means that every NaN is the quiet NaN with an empty
 * payload and that -0 is +0; nothing is rounded and subnormal values stay.
 *
 * <p>Where detections are declared, canonical also means that their rows are sorted, none left out, by the canonical bytes
 * of the row, compared as unsigned numbers from the first byte to the last; parts in tensors of their own move together,
 * compared in the order boxes, scores, classes. Detections in another order so have the same canonical digest and another
 * raw one. Elements are then numbered in the sorted order.
 *
 * <p>Outputs that came before are recognised by their raw digest: for them nothing is searched or sorted. Holds what the
 * last inference gave until the next one. Not thread-safe; allocates only the hash value
 * that hash4j returns, and what sorting takes.
 */
public final class OutputDigest implements TensorValues {

    /** How many of the largest elements are told. */
    public static final int LARGEST = 5;

    private final List<TensorSpec> outputs;
    private final int[] offsets;
    private final int[] elements;
    private final UnusualValues[] unusual;
    private final byte[] bytes;
    private final ByteHash hash = new ByteHash();
    private final KnownDigests known = new KnownDigests();
    private final @Nullable RowOrder rows;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    /** Whether {@link #bytes} are in canonical form. */
    private boolean settled;

    private boolean nonFinite;
    private long high;
    private long low;
    private long rawHigh;
    private long rawLow;

    public OutputDigest(List<TensorSpec> outputs) {
        this(outputs, null);
    }

    private OutputDigest(List<TensorSpec> outputs, @Nullable RowOrder rows) {
        this.outputs = List.copyOf(outputs);
        this.rows = rows;
        offsets = offsets(this.outputs);
        elements = new int[outputs.size()];
        unusual = new UnusualValues[outputs.size()];
        for (int i = 0; i < offsets.length; i++) {
            elements[i] = outputs.get(i).elements();
            unusual[i] = new UnusualValues();
        }
        int last = offsets.length - 1;
        bytes = new byte
                [last < 0 ? 0 : Math.addExact(offsets[last], outputs.get(last).bytes())];
        writeHeaders();
        for (int i = 0; i < offsets.length; i++) {
            buffers.add(ByteBuffer.wrap(bytes, offsets[i], outputs.get(i).bytes())
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    /**
     * Digests under a declaration.
     *
     * @param rule null when nothing is declared of the outputs
     * @throws EngineException when the outputs are not as declared
     */
    public static OutputDigest of(List<TensorSpec> outputs, @Nullable OutputRule rule) throws EngineException {
        if (!(rule instanceof Detections detections)) {
            return new OutputDigest(outputs);
        }
        detections.requireFor(outputs);
        return new OutputDigest(outputs, RowOrder.of(detections.layout(), outputs, offsets(outputs)));
    }

    private static int[] offsets(List<TensorSpec> outputs) {
        int[] offsets = new int[outputs.size()];
        int length = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = length + headerBytes(outputs.get(i));
            length = Math.addExact(offsets[i], outputs.get(i).bytes());
        }
        return offsets;
    }

    private static int headerBytes(TensorSpec output) {
        return 2 + 8 * output.shape().size();
    }

    private static byte[] header(TensorSpec output) {
        ByteBuffer header = ByteBuffer.allocate(headerBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
        header.put(code(output.elementType())).put((byte) output.shape().size());
        output.shape().forEach(header::putLong);
        return header.array();
    }

    /** What is hashed before each output's elements. */
    public List<byte[]> headers() {
        return outputs.stream().map(OutputDigest::header).toList();
    }

    private void writeHeaders() {
        List<byte[]> headers = headers();
        for (int i = 0; i < offsets.length; i++) {
            byte[] header = headers.get(i);
            System.arraycopy(header, 0, bytes, offsets[i] - header.length, header.length);
        }
    }

    /** Part of the digest's definition: never renumber. */
    static byte code(ElementType type) {
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

    /**
     * Where engines put their outputs, so that nothing is copied once more: one little-endian buffer per output, of its size.
     * Hashing happens there, and brings them into canonical form where that is asked for.
     */
    public List<ByteBuffer> buffers() {
        return buffers;
    }

    /** Digests copies of these tensors, one per output; positions and limits of the buffers do not matter and are kept. */
    public void update(List<ByteBuffer> tensors) {
        for (int i = 0; i < offsets.length; i++) {
            tensors.get(i).get(0, bytes, offsets[i], outputs.get(i).bytes());
        }
        update();
    }

    /** Digests what was put into all of {@link #buffers} since the last call. */
    public void update() {
        settled = false;
        hash.of(bytes);
        if (!recognise(hash.high(), hash.low())) {
            learn();
        }
    }

    /**
     * Takes the raw digest of outputs that were not put into {@link #buffers}. If such outputs came lately, {@link #high},
     * {@link #low} and {@link #nonFinite} are theirs from now on, and nothing but these and the raw digest may be asked for.
     *
     * @return whether they are known; if not, they have to be put there, and {@link #update} called
     */
    public boolean recognise(long givenHigh, long givenLow) {
        rawHigh = givenHigh;
        rawLow = givenLow;
        if (!known.find(givenHigh, givenLow)) {
            return false;
        }
        high = known.high();
        low = known.low();
        nonFinite = known.nonFinite();
        return true;
    }

    /** An output that was not seen lately. */
    private void learn() {
        if (settle()) {
            hash.of(bytes);
            high = hash.high();
            low = hash.low();
        } else {
            high = rawHigh;
            low = rawLow;
        }
        nonFinite = false;
        for (UnusualValues counts : unusual) {
            nonFinite |= counts.nonFinite();
        }
        known.put(rawHigh, rawLow, high, low, nonFinite);
    }

    /** Brings the bytes into canonical form. @return whether that changed them */
    private boolean settle() {
        boolean changed = false;
        for (int i = 0; i < offsets.length; i++) {
            unusual[i].clear();
            changed |= TensorElements.canonicalise(
                    outputs.get(i).elementType(), bytes, offsets[i], elements[i], unusual[i]);
        }
        if (rows != null) {
            changed |= rows.sort(bytes);
        }
        settled = true;
        return changed;
    }

    private void requireSettled() {
        if (!settled) {
            settle();
        }
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
        return nonFinite;
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs;
    }

    UnusualValues unusual(int output) {
        requireSettled();
        return unusual[output];
    }

    /** Subnormal elements of an output: searched for in each call, and by nothing before it. */
    long subnormals(int output) {
        return TensorElements.subnormals(outputs.get(output).elementType(), bytes, offsets[output], elements[output]);
    }

    /** Element of the last inference's output, in canonical form. */
    @Override
    public double value(int output, int index) {
        requireSettled();
        return TensorElements.value(outputs.get(output).elementType(), bytes, offsets[output], index);
    }

    /** Bits of an element in canonical form, zero-extended. */
    public long bits(int output, int index) {
        requireSettled();
        return TensorElements.bits(outputs.get(output).elementType(), bytes, offsets[output], index);
    }

    /** Positions of the up to {@value #LARGEST} largest finite elements of an output, largest first. */
    public List<Integer> largest(int output) {
        TopValues top = new TopValues(LARGEST);
        for (int i = 0; i < elements[output]; i++) {
            double value = value(output, i);
            if (Double.isFinite(value)) {
                top.offer(i, value);
            }
        }
        return top.indices();
    }

    /** Digest of {@code count} elements of an output from {@code first}, in canonical form and without header. */
    void hashElements(int output, int first, int count, ByteHash into) {
        requireSettled();
        int width = outputs.get(output).elementType().bytes();
        into.of(bytes, offsets[output] + first * width, count * width);
    }
}
