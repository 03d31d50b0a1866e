package io.soakline.log;

import io.soakline.record.Digest128;
import io.soakline.record.InferenceBatch;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;

/**
 * One inference batch as primitive columns: the hot path's reusable form of {@link InferenceBatch}, byte for byte the
 * same encoding.
 *
 * <p>Producers fill it with {@link #open}, {@link #append} and {@link #encode}; processors read it with {@link #decode}.
 * The arrays are public and belong to the instance: valid from 0 to {@link #count}, overwritten by the next use. Not
 * thread-safe. Times in the arrays are absolute, the differences of the encoding are made and undone here.
 */
public final class InferenceColumns {

    /** Most inferences that a batch may hold. */
    public static final int CAPACITY = 1024;

    private static final byte[] HEADER = SingleObject.header(InferenceBatch.getClassSchema());
    private static final long FINGERPRINT = SingleObject.fingerprint(InferenceBatch.getClassSchema());
    private static final String NAME = "InferenceBatch";
    /** The first version ended before the copy times. */
    private static final long FINGERPRINT_WITHOUT_COPIES =
            SingleObject.fingerprint(SchemaHistory.of(NAME).get(0));

    /** A time by the device's clock that is not known. */
    public static final long NOT_KNOWN = -1;

    public String runId = "";
    public String deviceId = "";
    public String engineId = "";
    public String modelDigest = "";
    public String inputSetDigest = "";
    /** Sequence number of row 0; row i has {@code firstSequence + i}. */
    public long firstSequence;

    public int count;
    /** Actual start, wall clock, nanoseconds since 1970. */
    public final long[] startNanos = new long[CAPACITY];
    /** Actual minus intended start; 0 under closed loop. */
    public final long[] queueNanos = new long[CAPACITY];
    /** Service time. */
    public final long[] latencyNanos = new long[CAPACITY];
    /** Work of the device by its own clock, copies included; {@link #NOT_KNOWN} where {@link #deviceTime} was not called. */
    public final long[] deviceNanos = new long[CAPACITY];
    /** Of it copying inputs to the device; {@link #NOT_KNOWN} likewise. */
    public final long[] copyInNanos = new long[CAPACITY];
    /** Of it copying outputs back; {@link #NOT_KNOWN} likewise. What remains is computing. */
    public final long[] copyOutNanos = new long[CAPACITY];

    /** Whether {@link #deviceNanos} says anything. */
    public boolean deviceTimeOffered;
    /** Whether {@link #copyInNanos} and {@link #copyOutNanos} say anything. */
    public boolean copyTimesOffered;

    public final int[] inputIndex = new int[CAPACITY];
    /** Index into the digest columns. */
    public final int[] outputIndex = new int[CAPACITY];
    /** Bits of {@link InferenceFlag}. */
    public final int[] flags = new int[CAPACITY];

    /** Distinct outputs in the batch. */
    public int digestCount;

    public final long[] digestHigh = new long[CAPACITY];
    public final long[] digestLow = new long[CAPACITY];
    public final long[] rawDigestHigh = new long[CAPACITY];
    public final long[] rawDigestLow = new long[CAPACITY];

    private final byte[] fixed = new byte[16];
    private byte[] out = new byte[CAPACITY * 12];
    private final GrowingOutput sink = new GrowingOutput();
    private BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(sink, null);
    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);
    private final Utf8[] texts = {new Utf8(), new Utf8(), new Utf8(), new Utf8(), new Utf8()};
    private final String[] textCache = {"", "", "", "", ""};

    /** Starts an empty batch whose first row will have {@code firstSequence}. */
    public void open(
            String runId,
            String deviceId,
            String engineId,
            String modelDigest,
            String inputSetDigest,
            long firstSequence) {
        this.runId = runId;
        this.deviceId = deviceId;
        this.engineId = engineId;
        this.modelDigest = modelDigest;
        this.inputSetDigest = inputSetDigest;
        this.firstSequence = firstSequence;
        count = 0;
        digestCount = 0;
        deviceTimeOffered = false;
        copyTimesOffered = false;
    }

    public boolean isFull() {
        return count == CAPACITY;
    }

    /**
     * Adds one inference. The caller checks {@link #isFull()} first.
     *
     * @param outputIndex from {@link #digestIndex}
     */
    public void append(
            long startNanos, long queueNanos, long latencyNanos, int inputIndex, int outputIndex, int flags) {
        int i = count++;
        this.startNanos[i] = startNanos;
        this.queueNanos[i] = queueNanos;
        this.latencyNanos[i] = latencyNanos;
        this.inputIndex[i] = inputIndex;
        this.outputIndex[i] = outputIndex;
        this.flags[i] = flags;
        if (deviceTimeOffered) {
            deviceNanos[i] = NOT_KNOWN;
        }
        if (copyTimesOffered) {
            copyInNanos[i] = NOT_KNOWN;
            copyOutNanos[i] = NOT_KNOWN;
        }
    }

    /** What the device's own clock says of the inference appended last. */
    public void deviceTime(long deviceNanos) {
        if (!deviceTimeOffered) {
            deviceTimeOffered = true;
            Arrays.fill(this.deviceNanos, 0, count, NOT_KNOWN);
        }
        this.deviceNanos[count - 1] = deviceNanos;
    }

    /**
     * The same where copies are known, and neither overlaps with computing.
     *
     * @param deviceNanos all of it, copies included
     */
    public void deviceTime(long deviceNanos, long copyInNanos, long copyOutNanos) {
        deviceTime(deviceNanos);
        if (!copyTimesOffered) {
            copyTimesOffered = true;
            Arrays.fill(this.copyInNanos, 0, count, NOT_KNOWN);
            Arrays.fill(this.copyOutNanos, 0, count, NOT_KNOWN);
        }
        this.copyInNanos[count - 1] = copyInNanos;
        this.copyOutNanos[count - 1] = copyOutNanos;
    }

    /** Index of this output among the batch's distinct ones; it is added when new. */
    public int digestIndex(long high, long low, long rawHigh, long rawLow) {
        for (int i = 0; i < digestCount; i++) {
            if (digestLow[i] == low
                    && digestHigh[i] == high
                    && rawDigestLow[i] == rawLow
                    && rawDigestHigh[i] == rawHigh) {
                return i;
            }
        }
        digestHigh[digestCount] = high;
        digestLow[digestCount] = low;
        rawDigestHigh[digestCount] = rawHigh;
        rawDigestLow[digestCount] = rawLow;
        return digestCount++;
    }

    /** The batch as bytes, single-object encoded. An empty batch is not legal on the log. */
    public byte[] encode() {
        if (count == 0) {
            throw new IllegalStateException("a batch on the log holds at least one inference");
        }
        sink.reset();
        try {
            sink.write(HEADER, 0, HEADER.length);
            encoder = EncoderFactory.get().directBinaryEncoder(sink, encoder);
            writeBody(encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return sink.copy();
    }

    private void writeBody(BinaryEncoder to) throws IOException {
        to.writeString(runId);
        to.writeString(deviceId);
        to.writeString(engineId);
        to.writeString(modelDigest);
        to.writeString(inputSetDigest);
        to.writeLong(firstSequence);
        to.writeLong(startNanos[0]);
        to.writeInt(count);
        writeGaps(to);
        writeLongs(to, queueNanos, count, isZero(queueNanos), false);
        writeLongs(to, latencyNanos, count, false, true);
        writeLongs(to, deviceNanos, count, !deviceTimeOffered, true);
        writeInts(to, inputIndex, count, false);
        writeInts(to, outputIndex, count, false);
        writeInts(to, flags, count, isZero(flags));
        writeDigests(to, digestHigh, digestLow, digestCount);
        boolean rawIsCanonical = Arrays.equals(digestHigh, 0, digestCount, rawDigestHigh, 0, digestCount)
                && Arrays.equals(digestLow, 0, digestCount, rawDigestLow, 0, digestCount);
        writeDigests(to, rawDigestHigh, rawDigestLow, rawIsCanonical ? 0 : digestCount);
        writeLongs(to, copyInNanos, count, !copyTimesOffered, true);
        writeLongs(to, copyOutNanos, count, !copyTimesOffered, true);
    }

    private void writeGaps(BinaryEncoder to) throws IOException {
        to.writeArrayStart();
        to.setItemCount(count);
        to.startItem();
        to.writeLong(0);
        for (int i = 1; i < count; i++) {
            to.startItem();
            to.writeLong(startNanos[i] - startNanos[i - 1] - latencyNanos[i - 1]);
        }
        to.writeArrayEnd();
    }

    private static void writeLongs(BinaryEncoder to, long[] column, int n, boolean empty, boolean differences)
            throws IOException {
        to.writeArrayStart();
        to.setItemCount(empty ? 0 : n);
        for (int i = 0; i < n && !empty; i++) {
            to.startItem();
            to.writeLong(differences && i > 0 ? column[i] - column[i - 1] : column[i]);
        }
        to.writeArrayEnd();
    }

    private static void writeInts(BinaryEncoder to, int[] column, int n, boolean empty) throws IOException {
        to.writeArrayStart();
        to.setItemCount(empty ? 0 : n);
        for (int i = 0; i < n && !empty; i++) {
            to.startItem();
            to.writeInt(column[i]);
        }
        to.writeArrayEnd();
    }

    private void writeDigests(BinaryEncoder to, long[] high, long[] low, int n) throws IOException {
        to.writeArrayStart();
        to.setItemCount(n);
        for (int i = 0; i < n; i++) {
            to.startItem();
            putLong(fixed, 0, high[i]);
            putLong(fixed, 8, low[i]);
            to.writeFixed(fixed, 0, 16);
        }
        to.writeArrayEnd();
    }

    private boolean isZero(long[] column) {
        for (int i = 0; i < count; i++) {
            if (column[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isZero(int[] column) {
        for (int i = 0; i < count; i++) {
            if (column[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Replaces the contents by the batch in {@code bytes}. After an exception the contents are undefined until the next
     * successful call.
     *
     * @throws MalformedRecordException for anything that is not a whole, consistent batch
     */
    public void decode(byte[] bytes) throws MalformedRecordException {
        long fingerprint = SingleObject.read(bytes, NAME);
        if (fingerprint != FINGERPRINT && fingerprint != FINGERPRINT_WITHOUT_COPIES) {
            throw new MalformedRecordException(String.format(
                    "%s: written under schema %016x, which this version does not know", NAME, fingerprint));
        }
        decoder = DecoderFactory.get()
                .binaryDecoder(bytes, SingleObject.HEADER_BYTES, bytes.length - SingleObject.HEADER_BYTES, decoder);
        try {
            readBody(decoder);
            readCopyTimes(decoder, fingerprint == FINGERPRINT);
            if (!decoder.isEnd()) {
                throw new MalformedRecordException(NAME + ": bytes left over after the record");
            }
        } catch (IOException | RuntimeException e) {
            throw new MalformedRecordException(NAME + ": " + e, e);
        }
    }

    private void readBody(BinaryDecoder from) throws IOException, MalformedRecordException {
        runId = text(from, 0);
        deviceId = text(from, 1);
        engineId = text(from, 2);
        modelDigest = text(from, 3);
        inputSetDigest = text(from, 4);
        firstSequence = from.readLong();
        long firstStart = from.readLong();
        count = from.readInt();
        if (count < 1 || count > CAPACITY || firstSequence < 0 || runId.isEmpty()) {
            throw new MalformedRecordException(NAME + ": run \"" + runId + "\", first sequence " + firstSequence
                    + ", count " + count + ": a batch has a run, a sequence from 0 and 1 to " + CAPACITY + " rows");
        }
        readLongs(from, startNanos, false, false, "gapNanos");
        readLongs(from, queueNanos, true, false, "queueNanos");
        readLongs(from, latencyNanos, false, true, "latencyNanos");
        deviceTimeOffered = readDeviceTimes(from, deviceNanos, "deviceNanos");
        long end = firstStart;
        for (int i = 0; i < count; i++) {
            startNanos[i] = i == 0 ? firstStart : end + startNanos[i];
            if (latencyNanos[i] < 0) {
                throw new MalformedRecordException(NAME + ": negative latency in row " + i);
            }
            end = startNanos[i] + latencyNanos[i];
        }
        readInts(from, inputIndex, false, "inputIndex");
        readInts(from, outputIndex, false, "outputIndex");
        readInts(from, flags, true, "flags");
        readDigests(from);
        for (int i = 0; i < count; i++) {
            if (outputIndex[i] < 0 || outputIndex[i] >= digestCount || inputIndex[i] < 0) {
                throw new MalformedRecordException(NAME + ": row " + i + " has input " + inputIndex[i] + ", output "
                        + outputIndex[i] + " of " + digestCount + " distinct ones");
            }
        }
    }

    private void readCopyTimes(BinaryDecoder from, boolean written) throws IOException, MalformedRecordException {
        if (written) {
            boolean in = readDeviceTimes(from, copyInNanos, "copyInNanos");
            boolean out = readDeviceTimes(from, copyOutNanos, "copyOutNanos");
            if (in != out) {
                throw new MalformedRecordException(NAME + ": copyInNanos and copyOutNanos come together or not at all");
            }
            copyTimesOffered = in;
        } else {
            copyTimesOffered = false;
            Arrays.fill(copyInNanos, 0, count, NOT_KNOWN);
            Arrays.fill(copyOutNanos, 0, count, NOT_KNOWN);
        }
    }

    /** @return whether the column was there; where it was not, nothing of it is known */
    private boolean readDeviceTimes(BinaryDecoder from, long[] column, String name)
            throws IOException, MalformedRecordException {
        if (!readLongs(from, column, true, true, name)) {
            Arrays.fill(column, 0, count, NOT_KNOWN);
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (column[i] < NOT_KNOWN) {
                throw new MalformedRecordException(NAME + ": negative time in row " + i + " of column " + name);
            }
        }
        return true;
    }

    /** The same five texts come with every batch of a run: the last ones are kept, to spare making strings. */
    private String text(Decoder from, int slot) throws IOException {
        Utf8 read = from.readString(texts[slot]);
        texts[slot] = read;
        String last = textCache[slot];
        if (last.length() == read.getByteLength() && sameAscii(last, read)) {
            return last;
        }
        textCache[slot] = read.toString();
        return textCache[slot];
    }

    private static boolean sameAscii(String text, Utf8 read) {
        byte[] bytes = read.getBytes();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** @return whether the column was there */
    private boolean readLongs(BinaryDecoder from, long[] column, boolean mayBeEmpty, boolean differences, String name)
            throws IOException, MalformedRecordException {
        int n = 0;
        long previous = 0;
        for (long block = from.readArrayStart(); block > 0; block = from.arrayNext()) {
            check(n + block, name);
            for (long k = 0; k < block; k++) {
                long value = from.readLong();
                previous = differences && n > 0 ? previous + value : value;
                column[n++] = previous;
            }
        }
        return complete(n, mayBeEmpty, name, () -> Arrays.fill(column, 0, count, 0L));
    }

    private void readInts(BinaryDecoder from, int[] column, boolean mayBeEmpty, String name)
            throws IOException, MalformedRecordException {
        int n = 0;
        for (long block = from.readArrayStart(); block > 0; block = from.arrayNext()) {
            check(n + block, name);
            for (long k = 0; k < block; k++) {
                column[n++] = from.readInt();
            }
        }
        complete(n, mayBeEmpty, name, () -> Arrays.fill(column, 0, count, 0));
    }

    private void check(long rows, String name) throws MalformedRecordException {
        if (rows > count) {
            throw new MalformedRecordException(
                    NAME + ": column " + name + " has more rows than the " + count + " announced");
        }
    }

    private boolean complete(int n, boolean mayBeEmpty, String name, Runnable zero) throws MalformedRecordException {
        if (n == count) {
            return true;
        }
        if (n == 0 && mayBeEmpty) {
            zero.run();
            return false;
        }
        throw new MalformedRecordException(NAME + ": column " + name + " has " + n + " of " + count + " rows");
    }

    private void readDigests(BinaryDecoder from) throws IOException, MalformedRecordException {
        digestCount = readDigestColumn(from, digestHigh, digestLow);
        int raw = readDigestColumn(from, rawDigestHigh, rawDigestLow);
        if (raw == 0) {
            System.arraycopy(digestHigh, 0, rawDigestHigh, 0, digestCount);
            System.arraycopy(digestLow, 0, rawDigestLow, 0, digestCount);
        } else if (raw != digestCount) {
            throw new MalformedRecordException(NAME + ": " + raw + " raw digests for " + digestCount + " outputs");
        }
    }

    private int readDigestColumn(BinaryDecoder from, long[] high, long[] low)
            throws IOException, MalformedRecordException {
        int n = 0;
        for (long block = from.readArrayStart(); block > 0; block = from.arrayNext()) {
            check(n + block, "outputDigests");
            for (long k = 0; k < block; k++) {
                from.readFixed(fixed, 0, 16);
                high[n] = getLong(fixed, 0);
                low[n++] = getLong(fixed, 8);
            }
        }
        return n;
    }

    /** Digest {@code index} of the batch in record form. */
    public Digest128 digest(int index) {
        return Digests.of(digestHigh[index], digestLow[index]);
    }

    private static void putLong(byte[] to, int at, long value) {
        for (int i = 0; i < 8; i++) {
            to[at + i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    private static long getLong(byte[] from, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (from[at + i] & 0xff);
        }
        return value;
    }

    /** An output stream over {@link #out}, which grows as needed and is kept. */
    private final class GrowingOutput extends java.io.OutputStream {

        private int length;

        void reset() {
            length = 0;
        }

        byte[] copy() {
            return Arrays.copyOf(out, length);
        }

        @Override
        public void write(int b) {
            ensure(1);
            out[length++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int n) {
            ensure(n);
            System.arraycopy(bytes, offset, out, length, n);
            length += n;
        }

        private void ensure(int n) {
            if (length + n > out.length) {
                out = Arrays.copyOf(out, Math.max(out.length * 2, length + n));
            }
        }
    }
}
