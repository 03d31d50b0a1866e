package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UlpsTest {

    @ParameterizedTest
    @ValueSource(
            floats = {
                0f,
                -0f,
                1f,
                -1f,
                1.75f,
                Float.MIN_VALUE,
                -1e-40f,
                Float.MIN_NORMAL,
                0x0.fffff0p-126f,
                0x1.fffff0p0f,
                -0x1.00001p0f,
                Float.MAX_VALUE
            })
    void between_givenChainOfNextUpFromFloat_thenItsLength(float start) {
        float end = start;
        for (int steps = 0; steps <= 2000 && Float.isFinite(end); steps++) {
            assertThat(Ulps.FLOAT32.between(start, end)).isEqualTo(steps);
            assertThat(Ulps.FLOAT32.between(end, start)).isEqualTo(steps);
            end = Math.nextUp(end);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.1, -Double.MIN_VALUE * 700, Double.MIN_NORMAL, 0x1.ffffffffffff0p0, 1e308})
    void between_givenChainOfNextUpFromDouble_thenItsLength(double start) {
        double end = start;
        for (int steps = 0; steps <= 2000; steps++) {
            assertThat(Ulps.FLOAT64.between(start, end)).isEqualTo(steps);
            end = Math.nextUp(end);
        }
    }

    @Test
    void between_givenAnyTwoFloats_thenDifferenceOfTheirPlacesInBits() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            float a = Float.intBitsToFloat(random.nextInt());
            float b = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(a) && Float.isFinite(b)) {
                assertThat(Ulps.FLOAT32.between(a, b)).isEqualTo(Math.abs(place(a) - place(b)));
            }
        }
    }

    private static long place(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits >= 0 ? bits : -(long) (bits & 0x7fff_ffff);
    }

    @Test
    void between_givenAllHalves_thenOneFromEachToTheNext() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            assertThat(Ulps.FLOAT16.between(half(bits), half(bits + 1))).isEqualTo(1);
            assertThat(Ulps.FLOAT16.between(half(bits), -half(1))).isEqualTo(bits + 1);
        }
        assertThat(half(0x7bff)).isEqualTo(65504);
    }

    /** IEEE 754 binary16 by its definition. */
    private static double half(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 0x3ff;
        return exponent == 0 ? fraction * Math.pow(2, -24) : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
    }

    @Test
    void between_givenAllBrainFloats_thenOneFromEachToTheNext() {
        for (int bits = 0; bits < 0x7f7f; bits++) {
            float value = Float.intBitsToFloat(bits << 16);
            float next = Float.intBitsToFloat((bits + 1) << 16);
            assertThat(Ulps.BFLOAT16.between(value, next)).isEqualTo(1);
        }
    }

    @Test
    void between_givenFarthestDoubles_thenNoOverflow() {
        assertThat(Ulps.FLOAT64.between(-Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void of_givenIntegerOrUnknownType_thenNone() {
        assertThat(Ulps.of("INT8")).isEqualTo(Ulps.NONE);
        assertThat(Ulps.of("NONE")).isEqualTo(Ulps.NONE);
        assertThat(Ulps.of("BFLOAT16")).isEqualTo(Ulps.BFLOAT16);
    }
}
