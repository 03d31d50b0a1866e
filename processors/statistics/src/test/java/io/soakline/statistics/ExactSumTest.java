package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactSumTest {

    @Test
    void acceptSquare_givenLargeValues_isExactBeyond64Bits() {
        ExactSum sum = ExactSum.empty();
        BigInteger expected = BigInteger.ZERO;
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong(Long.MAX_VALUE) >>> (8 + random.nextInt(40));
            sum.acceptSquare(value);
            expected = expected.add(BigInteger.valueOf(value).pow(2));
        }
        assertThat(sum.toBigInteger()).isEqualTo(expected);
        assertThat(expected.bitLength()).isGreaterThan(100);
    }

    @Test
    void combine_givenCarryOutOfTheLowerHalf_isExact() {
        ExactSum sum = ExactSum.of(1, -1);
        sum.combine(ExactSum.of(2, 3));
        assertThat(sum).isEqualTo(ExactSum.of(4, 2));
    }

    @Test
    void empty_isZero() {
        assertThat(ExactSum.empty().toBigInteger()).isZero();
    }
}
