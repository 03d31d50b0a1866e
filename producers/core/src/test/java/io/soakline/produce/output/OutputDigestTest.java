package io.soakline.produce.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputDigestTest {

    private static ByteBuffer floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.rewind();
    }

    private static ByteBuffer ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.rewind();
    }

    private static ByteBuffer shorts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.rewind();
    }

    private static ByteBuffer longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.rewind();
    }

    private static OutputDigest digest(ElementType type, List<Long> shape, ByteBuffer tensor) {
        OutputDigest digest = new OutputDigest(List.of(new TensorSpec("y", type, shape)));
        digest.update(List.of(tensor));
        return digest;
    }

    private static String canonical(OutputDigest digest) {
        return String.format("%016x%016x", digest.high(), digest.low());
    }

    private static String raw(OutputDigest digest) {
        return String.format("%016x%016x", digest.rawHigh(), digest.rawLow());
    }

    /** Vector of the reference implementation, xxHash 0.8. */
    @Test
    void hash_givenAbc_isTheOfficialXxh3Vector() {
        assertThat(Hashing.xxh3_128()
                        .hashBytesTo128Bits("abc".getBytes(StandardCharsets.US_ASCII))
                        .toString())
                .isEqualTo("0x06b05ab6733a618578af5f94892f3950");
    }

    @Test
    void digest_coversTypeRankExtentsAndElementsInTheDocumentedForm() {
        ByteBuffer text = ByteBuffer.allocateDirect(3).put("abc".getBytes(StandardCharsets.US_ASCII));
        byte[] expected = {8, 1, 3, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c'};
        assertThat("0x" + canonical(digest(ElementType.UINT8, List.of(3L), text)))
                .isEqualTo(Hashing.xxh3_128().hashBytesTo128Bits(expected).toString());
    }

    @Test
    void digest_givenOtherShapeOfSameBytes_differs() {
        assertThat(canonical(digest(ElementType.FLOAT32, List.of(2L, 3L), floats(1, 2, 3, 4, 5, 6))))
                .isNotEqualTo(canonical(digest(ElementType.FLOAT32, List.of(3L, 2L), floats(1, 2, 3, 4, 5, 6))));
    }

    @Test
    void digest_givenOtherTypeOfSameBytes_differs() {
        assertThat(canonical(digest(ElementType.FLOAT32, List.of(1L), ints(7))))
                .isNotEqualTo(canonical(digest(ElementType.INT32, List.of(1L), ints(7))));
    }

    @Test
    void digest_givenNegativeZero_equalsPositiveZeroExceptRaw() {
        OutputDigest negative = digest(ElementType.FLOAT32, List.of(2L), floats(-0.0f, 1));
        OutputDigest positive = digest(ElementType.FLOAT32, List.of(2L), floats(0.0f, 1));
        assertThat(canonical(negative)).isEqualTo(canonical(positive));
        assertThat(raw(negative)).isNotEqualTo(raw(positive));
        assertThat(raw(positive)).isEqualTo(canonical(positive));
        assertThat(negative.unusual(0).negativeZero).isEqualTo(1);
        assertThat(negative.nonFinite()).isFalse();
    }

    @Test
    void digest_givenNansOfDifferentPayload_areTheSameAndNonFinite() {
        OutputDigest quiet = digest(ElementType.FLOAT32, List.of(1L), ints(0x7fc0_0000));
        OutputDigest payload = digest(ElementType.FLOAT32, List.of(1L), ints(0xffc0_1234));
        assertThat(canonical(payload)).isEqualTo(canonical(quiet));
        assertThat(raw(payload)).isNotEqualTo(raw(quiet));
        assertThat(quiet.nonFinite()).isTrue();
        assertThat(payload.unusual(0).nan).isEqualTo(1);
    }

    @Test
    void digest_givenSubnormal_keepsItApartFromZero() {
        OutputDigest subnormal = digest(ElementType.FLOAT32, List.of(1L), ints(1));
        assertThat(canonical(subnormal)).isNotEqualTo(canonical(digest(ElementType.FLOAT32, List.of(1L), ints(0))));
        assertThat(subnormal.subnormals(0)).isEqualTo(1);
    }

    @Test
    void digest_givenInfinity_isNonFiniteAndKeepsItsSign() {
        OutputDigest plus = digest(ElementType.FLOAT32, List.of(1L), floats(Float.POSITIVE_INFINITY));
        OutputDigest minus = digest(ElementType.FLOAT32, List.of(1L), floats(Float.NEGATIVE_INFINITY));
        assertThat(canonical(plus)).isNotEqualTo(canonical(minus));
        assertThat(plus.nonFinite()).isTrue();
        assertThat(plus.unusual(0).infinity).isEqualTo(1);
    }

    @Test
    void digest_givenHalves_canonicalisesInTheirOwnWidth() {
        assertThat(canonical(digest(ElementType.FLOAT16, List.of(2L), shorts(0x8000, 0x7c01))))
                .isEqualTo(canonical(digest(ElementType.FLOAT16, List.of(2L), shorts(0, 0x7e00))));
        assertThat(canonical(digest(ElementType.BFLOAT16, List.of(2L), shorts(0x8000, 0xff81))))
                .isEqualTo(canonical(digest(ElementType.BFLOAT16, List.of(2L), shorts(0, 0x7fc0))));
    }

    @Test
    void digest_givenDoubles_canonicalisesThem() {
        assertThat(canonical(digest(ElementType.FLOAT64, List.of(2L), longs(Long.MIN_VALUE, -1))))
                .isEqualTo(canonical(digest(ElementType.FLOAT64, List.of(2L), longs(0, 0x7ff8_0000_0000_0000L))));
    }

    @Test
    void digest_givenIntegers_leavesEveryPatternAlone() {
        OutputDigest digest = digest(ElementType.INT32, List.of(2L), ints(0x8000_0000, 0x7fc0_1234));
        assertThat(canonical(digest)).isEqualTo(raw(digest));
        assertThat(digest.nonFinite()).isFalse();
    }

    @Test
    void digest_givenNormalValuesAfterUnusualOnes_forgetsTheUnusualOnes() {
        OutputDigest digest = digest(ElementType.FLOAT32, List.of(1L), floats(Float.NaN));
        digest.update(List.of(floats(3)));
        assertThat(digest.nonFinite()).isFalse();
        assertThat(canonical(digest)).isEqualTo(canonical(digest(ElementType.FLOAT32, List.of(1L), floats(3))));
    }

    @Test
    void digest_givenSeveralOutputs_dependsOnTheirOrder() {
        TensorSpec spec = new TensorSpec("y", ElementType.FLOAT32, List.of(1L));
        OutputDigest oneWay = new OutputDigest(List.of(spec, spec));
        oneWay.update(List.of(floats(1), floats(2)));
        OutputDigest otherWay = new OutputDigest(List.of(spec, spec));
        otherWay.update(List.of(floats(2), floats(1)));
        assertThat(canonical(oneWay)).isNotEqualTo(canonical(otherWay));
    }

    @Test
    void update_leavesTheCallersBufferUntouched() {
        ByteBuffer tensor = floats(-0.0f);
        tensor.position(2);
        digest(ElementType.FLOAT32, List.of(1L), tensor);
        assertThat(tensor.position()).isEqualTo(2);
        assertThat(tensor.getInt(0)).isEqualTo(0x8000_0000);
    }

    @Test
    void halfToFloat_givenIeeeExamples_isExact() {
        assertThat(TensorElements.halfToFloat((short) 0x3c00)).isEqualTo(1f);
        assertThat(TensorElements.halfToFloat((short) 0xc000)).isEqualTo(-2f);
        assertThat(TensorElements.halfToFloat((short) 0x0001)).isEqualTo(0x1.0p-24f);
        assertThat(TensorElements.halfToFloat((short) 0x7bff)).isEqualTo(65504f);
        assertThat(TensorElements.halfToFloat((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(TensorElements.halfToFloat((short) 0x7c01)).isNaN();
    }
}
