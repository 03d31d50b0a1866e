package io.soakline.produce.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import io.soakline.produce.declare.DetectionLayout;
import io.soakline.produce.declare.Detections;
import io.soakline.produce.declare.OutputReference;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps an output the same output: large and small, seen before and new, in any order of detections. */
class OutputIdentityTest {

    private static final List<String> COLUMNS = List.of("x1", "y1", "x2", "y2", "score");

    private static String canonical(OutputDigest digest) {
        return String.format("0x%016x%016x", digest.high(), digest.low());
    }

    private static String raw(OutputDigest digest) {
        return String.format("0x%016x%016x", digest.rawHigh(), digest.rawLow());
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes)
                .rewind();
    }

    /** Small ones are hashed in one piece, large ones in blocks; the definition is the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16_383, 16_384, 16_385, 100_003})
    void digest_givenAnySize_isThatOfHeaderAndBytesInOnePiece(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        OutputDigest digest = new OutputDigest(List.of(new TensorSpec("y", ElementType.UINT8, List.of((long) size))));
        digest.update(List.of(direct(bytes)));
        ByteBuffer whole = ByteBuffer.allocate(10 + size).order(ByteOrder.LITTLE_ENDIAN);
        whole.put((byte) 8).put((byte) 1).putLong(size).put(bytes);
        String expected = Hashing.xxh3_128().hashBytesTo128Bits(whole.array()).toString();
        assertThat(raw(digest)).isEqualTo(expected);
        assertThat(canonical(digest)).isEqualTo(expected);
        assertThat(digest.bits(0, size - 1)).isEqualTo(bytes[size - 1] & 0xff);
    }

    /** Every unusual pattern at every place of a block, against the plain search. */
    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void canonicalise_givenRandomBits_findsWhatAPlainSearchFinds(ElementType type) {
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            int elements = 1 + random.nextInt(3000);
            byte[] bytes = new byte[elements * type.bytes()];
            fill(bytes, type, elements, random);
            UnusualValues counts = new UnusualValues();
            byte[] changed = bytes.clone();
            TensorElements.canonicalise(type, changed, 0, elements, counts);
            long nan = 0;
            long infinity = 0;
            long negativeZero = 0;
            for (int e = 0; e < elements; e++) {
                double value = TensorElements.value(type, bytes, 0, e);
                nan += Double.isNaN(value) ? 1 : 0;
                infinity += Double.isInfinite(value) ? 1 : 0;
                negativeZero += value == 0 && TensorElements.bits(type, bytes, 0, e) != 0 ? 1 : 0;
                double after = TensorElements.value(type, changed, 0, e);
                assertThat(Double.compare(after, value == 0 ? 0.0 : value)).isZero();
            }
            assertThat(List.of(counts.nan, counts.infinity, counts.negativeZero))
                    .containsExactly(nan, infinity, negativeZero);
            assertThat(TensorElements.subnormals(type, bytes, 0, elements))
                    .isEqualTo(TensorElements.subnormals(type, changed, 0, elements))
                    .isEqualTo(plainSubnormals(type, bytes, elements));
        }
    }

    private static long plainSubnormals(ElementType type, byte[] bytes, int elements) {
        double smallestNormal = switch (type) {
            case FLOAT64 -> Double.MIN_NORMAL;
            case FLOAT16 -> 0x1.0p-14;
            default -> Float.MIN_NORMAL;
        };
        return IntStream.range(0, elements)
                .mapToDouble(e -> Math.abs(TensorElements.value(type, bytes, 0, e)))
                .filter(magnitude -> magnitude > 0 && magnitude < smallestNormal)
                .count();
    }

    /** Every pattern of the short types, and both ends of every class of the long ones, in every lane of eight bytes. */
    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void scan_givenAnyPatternInAnyLane_findsNanInfinityAndNegativeZeroAlone(ElementType type) {
        UnusualScan scan = Objects.requireNonNull(UnusualScan.of(type));
        int lanes = 8 / type.bytes();
        long[] patterns = type.bytes() == 2 ? LongStream.range(0, 1 << 16).toArray() : ends(type);
        for (long company : ends(type)) {
            if (isUnusual(type, company)) {
                continue;
            }
            for (long pattern : patterns) {
                for (int lane = 0; lane < lanes; lane++) {
                    byte[] bytes = new byte[8];
                    for (int i = 0; i < lanes; i++) {
                        put(bytes, type, i, i == lane ? pattern : company);
                    }
                    if (scan.finds(bytes, 0, 8) != isUnusual(type, pattern)) {
                        throw new AssertionError(
                                Long.toHexString(pattern) + " in lane " + lane + " among " + Long.toHexString(company));
                    }
                }
            }
        }
    }

    private static boolean isUnusual(ElementType type, long pattern) {
        byte[] bytes = new byte[8];
        put(bytes, type, 0, pattern);
        double value = TensorElements.value(type, bytes, 0, 0);
        return !Double.isFinite(value) || Double.compare(value, -0.0) == 0;
    }

    /** First and last pattern of zero, subnormal, normal, infinite and NaN values, of either sign. */
    private static long[] ends(ElementType type) {
        long sign = 1L << (8 * type.bytes() - 1);
        long infinity = infinity(type);
        long normal = sign - infinity;
        return LongStream.of(0, 1, normal - 1, normal, infinity - 1, infinity, infinity + 1, sign - 1)
                .flatMap(magnitude -> LongStream.of(magnitude, sign | magnitude))
                .toArray();
    }

    private static void put(byte[] bytes, ElementType type, int index, long bits) {
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (type.bytes()) {
            case 8 -> to.putLong(index * 8, bits);
            case 4 -> to.putInt(index * 4, (int) bits);
            default -> to.putShort(index * 2, (short) bits);
        }
    }

    private static long infinity(ElementType type) {
        return switch (type) {
            case FLOAT64 -> 0x7ff0_0000_0000_0000L;
            case FLOAT32 -> 0x7f80_0000L;
            case FLOAT16 -> 0x7c00L;
            default -> 0x7f80L;
        };
    }

    /** Mostly normal values, some zeros, few unusual ones. */
    private static void fill(byte[] bytes, ElementType type, int elements, Random random) {
        long sign = 1L << (8 * type.bytes() - 1);
        long infinity = infinity(type);
        long one = infinity / 2;
        long[] unusual = {sign, infinity, sign | infinity, infinity + 1, sign | (infinity + 3), 1, sign | 1};
        for (int e = 0; e < elements; e++) {
            long bits = random.nextInt(3) == 0 ? 0 : (random.nextBoolean() ? sign : 0) | one + random.nextInt(100);
            if (random.nextInt(1500) == 0) {
                bits = unusual[random.nextInt(unusual.length)];
            }
            put(bytes, type, e, bits);
        }
    }

    @Test
    void update_givenOutputsSeenBefore_tellsThemAsTheFirstTime() {
        TensorSpec spec = new TensorSpec("y", ElementType.FLOAT32, List.of(9000L));
        OutputDigest digest = new OutputDigest(List.of(spec));
        Random random = new Random(5);
        List<ByteBuffer> outputs = new ArrayList<>();
        List<String> first = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ByteBuffer output = ByteBuffer.allocateDirect(36_000).order(ByteOrder.LITTLE_ENDIAN);
            for (int e = 0; e < 9000; e++) {
                output.putFloat(
                        4 * e, i % 5 == 0 && e == 70 ? -0.0f : i % 7 == 0 && e == 9 ? Float.NaN : random.nextFloat());
            }
            outputs.add(output);
            digest.update(List.of(output));
            first.add(told(digest));
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20; i++) {
                digest.update(List.of(outputs.get(i)));
                assertThat(told(digest)).isEqualTo(first.get(i));
                assertThat(digest.unusual(0).negativeZero).isEqualTo(i % 5 == 0 ? 1 : 0);
            }
        }
    }

    private static String told(OutputDigest digest) {
        return canonical(digest) + raw(digest) + digest.nonFinite();
    }

    private static OutputDigest rows(List<float[]> rows) throws Exception {
        TensorSpec spec = new TensorSpec("y", ElementType.FLOAT32, List.of(1L, (long) rows.size(), 5L));
        Detections rule = new Detections(new DetectionLayout.Rows(new OutputReference(null, 0), COLUMNS), 0, 0.5, null);
        OutputDigest digest = OutputDigest.of(List.of(spec), rule);
        ByteBuffer bytes = ByteBuffer.allocateDirect(spec.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        rows.forEach(row -> {
            for (float value : row) {
                bytes.putFloat(value);
            }
        });
        digest.update(List.of(bytes));
        return digest;
    }

    @Test
    void digest_givenDetectionsInAnyOrder_isCanonicallyTheSameAndRawAnother() throws Exception {
        Random random = new Random(3);
        List<float[]> rows = new ArrayList<>();
        for (int r = 0; r < 40; r++) {
            rows.add(new float[] {random.nextInt(3), random.nextInt(3) - 1, 5, 6, random.nextFloat()});
        }
        String canonical = canonical(rows(rows));
        String raw = raw(rows(rows));
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(rows, random);
            OutputDigest shuffled = rows(rows);
            assertThat(canonical(shuffled)).isEqualTo(canonical);
            assertThat(raw(shuffled)).isNotEqualTo(raw);
        }
        rows.get(7)[4] = Math.nextUp(rows.get(7)[4]);
        assertThat(canonical(rows(rows))).isNotEqualTo(canonical);
    }

    @Test
    void digest_givenDetectionsInTensorsOfTheirOwn_movesTheirPartsTogether() throws Exception {
        List<TensorSpec> specs = List.of(
                new TensorSpec("scores", ElementType.FLOAT32, List.of(2L)),
                new TensorSpec("boxes", ElementType.FLOAT32, List.of(2L, 4L)));
        Detections rule = new Detections(
                new DetectionLayout.Tensors(
                        new OutputReference("boxes", -1),
                        DetectionLayout.CORNERS,
                        new OutputReference("scores", -1),
                        null),
                0,
                0.5,
                null);
        List<ByteBuffer> oneWay = List.of(floats(0.5f, 0.9f), floats(1, 2, 3, 4, 5, 6, 7, 8));
        List<ByteBuffer> otherWay = List.of(floats(0.9f, 0.5f), floats(5, 6, 7, 8, 1, 2, 3, 4));
        List<ByteBuffer> mixedUp = List.of(floats(0.5f, 0.9f), floats(5, 6, 7, 8, 1, 2, 3, 4));
        assertThat(canonical(digest(specs, rule, oneWay))).isEqualTo(canonical(digest(specs, rule, otherWay)));
        assertThat(canonical(digest(specs, rule, oneWay))).isNotEqualTo(canonical(digest(specs, rule, mixedUp)));
    }

    private static OutputDigest digest(List<TensorSpec> specs, Detections rule, List<ByteBuffer> tensors)
            throws Exception {
        OutputDigest digest = OutputDigest.of(specs, rule);
        digest.update(tensors);
        return digest;
    }

    private static ByteBuffer floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer;
    }
}
