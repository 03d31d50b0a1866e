package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementBitsTest {

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 0x3f800000, 0x3f800001, 'differs in mantissa bit 0 (0x3f800001, usually 0x3f800000)'",
        "FLOAT32, 0x3f800000, 0xbf800000, 'differs in the sign (0xbf800000, usually 0x3f800000)'",
        "FLOAT32, 0x3f800000, 0x3e000000, 'differs in exponent bit 0 and exponent bit 1 (0x3e000000, usually 0x3f800000)'",
        "FLOAT32, 0x3f800000, 0x3f800007, 'differs in mantissa bit 0, mantissa bit 1 and mantissa bit 2 (0x3f800007, usually 0x3f800000)'",
        "FLOAT32, 0x3f800000, 0x3fc0001f, 'differs in 6 bits up to mantissa bit 22 (0x3fc0001f, usually 0x3f800000)'",
        "FLOAT32, 0x3f800000, 0x7fc00000, 'is NaN (usually 0x3f800000)'",
        "FLOAT32, 0x7fc00000, 0x3f800000, 'is 0x3f800000 (usually NaN)'",
        "FLOAT16, 0x3c00, 0x4000, 'differs in 5 bits up to exponent bit 4 (0x4000, usually 0x3c00)'",
        "BFLOAT16, 0x3f80, 0x3f81, 'differs in mantissa bit 0 (0x3f81, usually 0x3f80)'",
        "INT8, 0x05, 0x07, 'differs in bit 1 (0x07, usually 0x05)'"
    })
    void difference_givenBits_namesThem(ElementBits type, String usual, String bits, String words) {
        assertThat(type.difference(Long.decode(usual), Long.decode(bits))).isEqualTo(words);
    }

    @Test
    void bits_givenValuesThatTheTypeHolds_areCanonical() {
        assertThat(ElementBits.FLOAT32.bits(1)).isEqualTo(0x3f800000L);
        assertThat(ElementBits.FLOAT32.bits(-0.0)).isZero();
        assertThat(ElementBits.FLOAT32.bits(-1)).isEqualTo(0xbf800000L);
        assertThat(ElementBits.FLOAT32.bits(Double.NaN)).isEqualTo(0x7fc00000L);
        assertThat(ElementBits.FLOAT64.bits(1)).isEqualTo(0x3ff0000000000000L);
        assertThat(ElementBits.BFLOAT16.bits(-2)).isEqualTo(0xc000L);
        assertThat(ElementBits.INT8.bits(-1)).isEqualTo(0xffL);
        assertThat(ElementBits.INT64.bits(-1)).isEqualTo(-1L);
    }

    @ParameterizedTest
    @CsvSource({
        // numpy.float16(x).view(numpy.uint16), NumPy 2.4.6
        "1, 0x3c00",
        "-2, 0xc000",
        "65504, 0x7bff",
        "6.103515625e-05, 0x0400",
        "5.9604644775390625e-08, 0x0001",
        "0.0999755859375, 0x2e66",
        "Infinity, 0x7c00",
        "-Infinity, 0xfc00",
        "NaN, 0x7e00",
        "0, 0x0000",
        "-0.0, 0x0000"
    })
    void bits_givenHalves_areThoseOfBinary16(double value, String bits) {
        assertThat(ElementBits.FLOAT16.bits(value)).isEqualTo(Long.decode(bits));
    }

    @Test
    void of_givenUnknownType_isNull() {
        assertThat(ElementBits.of("FLOAT8")).isNull();
        assertThat(ElementBits.of("FLOAT32")).isEqualTo(ElementBits.FLOAT32);
    }
}
