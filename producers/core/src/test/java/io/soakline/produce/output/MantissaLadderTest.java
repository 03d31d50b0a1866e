package io.soakline.produce.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MantissaLadderTest {

    @Test
    void round_givenKnownValues_tiesToEven() {
        assertThat(MantissaLadder.round(1 + 1 / 32.0, 4)).isEqualTo(1.0);
        assertThat(MantissaLadder.round(1 + 3 / 32.0, 4)).isEqualTo(1 + 2 / 16.0);
        assertThat(MantissaLadder.round(1.99, 4)).isEqualTo(2.0);
        assertThat(MantissaLadder.round(-1.99, 4)).isEqualTo(-2.0);
        assertThat(MantissaLadder.round(0, 4)).isZero();
        assertThat(MantissaLadder.round(Double.POSITIVE_INFINITY, 4)).isInfinite();
        assertThat(MantissaLadder.round(Double.NaN, 4)).isNaN();
    }

    /** Against exact decimal arithmetic: the multiple of the cell's width that is nearest. */
    @Test
    void round_givenRandomValues_isTheNearestCell() {
        Random random = new Random(8);
        for (int i = 0; i < 2000; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
            for (int bits : new int[] {17, 12, 8, 4}) {
                double width = Math.scalb(1.0, Math.getExponent(value) - bits);
                BigDecimal cells = new BigDecimal(value)
                        .divide(new BigDecimal(width), MathContext.UNLIMITED)
                        .setScale(0, RoundingMode.HALF_EVEN);
                assertThat(MantissaLadder.round(value, bits))
                        .isEqualTo(cells.multiply(new BigDecimal(width)).doubleValue());
            }
        }
    }
}
