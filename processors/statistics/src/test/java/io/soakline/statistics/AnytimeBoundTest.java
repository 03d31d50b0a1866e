package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnytimeBoundTest {

    private static final double LIMIT = Math.log(20);

    @Test
    void upper_agreesWithNumericalIntegration() {
        for (String[] row : Golden.rows("anytime-bound.csv")) {
            double expected = Double.parseDouble(row[2]);
            assertThat(AnytimeBound.upper(Long.parseLong(row[0]), Long.parseLong(row[1]), 0.95))
                    .as("%s of %s", row[0], row[1])
                    .isCloseTo(expected, within(1e-9 * expected));
        }
    }

    @Test
    void upper_isAboveTheBoundForOneLookAndNotByMuch() {
        for (long n : new long[] {10, 1_000, 1_000_000, 1_000_000_000}) {
            for (long k : new long[] {0, 1, n / 1000, n / 3}) {
                double once = ClopperPearson.upper(k, n, 0.95);
                double always = AnytimeBound.upper(k, n, 0.95);
                assertThat(always).as("%d of %d", k, n).isBetween(once, (double) k / n + 3.5 * (once - (double) k / n));
            }
        }
        assertThat(AnytimeBound.upper(0, 1_000_000, 0.95)).isCloseTo(3.79e-6, within(0.01e-6));
    }

    @Test
    void upper_givenOnlyEventsOrNothing_isOne() {
        assertThat(AnytimeBound.upper(0, 0, 0.95)).isOne();
        assertThat(AnytimeBound.upper(5, 5, 0.95)).isOne();
        assertThat(AnytimeBound.upper(0, 1, 0.95)).isBetween(0.95, 1.0);
    }

    @Test
    void upper_givenNoShare_isRefused() {
        assertThatThrownBy(() -> AnytimeBound.upper(2, 1, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AnytimeBound.upper(-1, 1, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AnytimeBound.upper(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AnytimeBound.upper(0, 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * 10,000 paths each: the bound may fall below the true share at any moment in at most 5 % of them. It falls while
     * nothing happens, so only the moments just before an event and the last one have to be looked at; it is below the
     * share when the martingale of the share is beyond its limit.
     */
    @ParameterizedTest
    @CsvSource({"0.5, 200", "0.1, 500", "0.01, 5000", "0.001, 50000"})
    void upper_holdsAtEveryMomentAtOnce(double share, long last) {
        SplittableRandom random = new SplittableRandom(20_001);
        int paths = 10_000;
        int failed = 0;
        for (int path = 0; path < paths; path++) {
            long n = 0;
            long k = 0;
            boolean below = false;
            while (n < last && !below) {
                long quiet = (long) (Math.log(1 - random.nextDouble()) / Math.log1p(-share));
                n = Math.min(last, n + quiet);
                below = n > 0 && AnytimeBound.logMartingale(k, n, share) >= LIMIT;
                n++;
                k++;
            }
            failed += below ? 1 : 0;
        }
        assertThat(failed).isBetween(paths / 500, paths / 20);
    }
}
