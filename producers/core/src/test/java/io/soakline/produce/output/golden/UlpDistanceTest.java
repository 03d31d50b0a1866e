package io.soakline.produce.output.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.engine.ElementType;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against Java's own {@code nextUp}, and by counting. */
class UlpDistanceTest {

    private static long floats(float a, float b) {
        return UlpDistance.of(
                ElementType.FLOAT32,
                Float.floatToRawIntBits(a) & 0xffff_ffffL,
                Float.floatToRawIntBits(b) & 0xffff_ffffL);
    }

    private static long doubles(double a, double b) {
        return UlpDistance.of(ElementType.FLOAT64, Double.doubleToRawLongBits(a), Double.doubleToRawLongBits(b));
    }

    @Test
    void of_givenStepsUpByNextUp_countsThemAcrossZeroAndExponents() {
        for (float start : new float[] {-3 * Float.MIN_VALUE, 1 - Math.ulp(0.9f) * 3, -Float.MIN_NORMAL, 12345.678f}) {
            float value = start;
            for (int steps = 0; steps < 10; steps++) {
                assertThat(floats(start, value)).isEqualTo(steps);
                assertThat(floats(value, start)).isEqualTo(steps);
                value = Math.nextUp(value);
            }
        }
    }

    @Test
    void of_givenBothZeros_isZero() {
        assertThat(floats(-0.0f, 0.0f)).isZero();
        assertThat(doubles(-0.0, 0.0)).isZero();
        assertThat(doubles(-Double.MIN_VALUE, Double.MIN_VALUE)).isEqualTo(2);
    }

    @Test
    void of_givenOppositeEnds_isHeldAtTheLargestLong() {
        assertThat(doubles(-Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(doubles(0, Double.MAX_VALUE)).isEqualTo(0x7fef_ffff_ffff_ffffL);
        assertThat(floats(-Float.MAX_VALUE, Float.MAX_VALUE)).isEqualTo(2L * 0x7f7f_ffff);
    }

    @Test
    void of_givenHalves_isTheRankDifferenceOfAllFiniteValues() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long a = random.nextInt(0x7c00) | (random.nextBoolean() ? 0x8000 : 0);
            long b = random.nextInt(0x7c00) | (random.nextBoolean() ? 0x8000 : 0);
            assertThat(UlpDistance.of(ElementType.FLOAT16, a, b)).isEqualTo(Math.abs(rank(a) - rank(b)));
        }
    }

    /** Position among all binary16 values: zero in the middle. */
    private static long rank(long half) {
        return half >= 0x8000 ? -(half - 0x8000) : half;
    }
}
