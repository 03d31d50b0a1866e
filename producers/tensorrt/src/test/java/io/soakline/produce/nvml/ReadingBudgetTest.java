package io.soakline.produce.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadingBudgetTest {

    private static double share(long[] cost, long[] hold) {
        double share = 0;
        for (int i = 0; i < cost.length; i++) {
            share += (double) cost[i] / Math.max(hold[i], ReadingBudget.SHORTEST_PERIOD_NANOS);
        }
        return share;
    }

    @Test
    void hold_givenOneThatCosts_readsItLessOftenAndTheOthersAsWanted() {
        long[] cost = {1_000, 3_900_000, 500, 170_000};
        long[] hold = ReadingBudget.hold(cost, new long[] {0, 0, 0, 1_000_000_000L});
        assertThat(hold[0]).isZero();
        assertThat(hold[2]).isZero();
        assertThat(hold[3]).isEqualTo(1_000_000_000L);
        assertThat(hold[1]).isBetween(1_400_000_000L, 1_500_000_000L);
        assertThat(share(cost, hold)).isCloseTo(ReadingBudget.SHARE, within(1e-6));
    }

    @Test
    void hold_givenNothingThatCosts_leavesAllAsWanted() {
        long[] wanted = {0, 200_000_000L, 1_000_000_000L};
        assertThat(ReadingBudget.hold(new long[] {0, 0, 0}, wanted)).containsExactly(wanted);
    }

    @Test
    void hold_givenAnyCosts_staysWithinTheShareAndNeverReadsMoreOftenThanWanted() {
        Random random = new Random(7);
        for (int repetition = 0; repetition < 1_000; repetition++) {
            int n = 1 + random.nextInt(20);
            long[] cost = random.longs(n, 0, 5_000_000).toArray();
            long[] wanted = random.longs(n, 0, 2_000_000_000L).toArray();
            long[] hold = ReadingBudget.hold(cost, wanted);
            assertThat(share(cost, hold)).isLessThanOrEqualTo(ReadingBudget.SHARE + 1e-9);
            for (int i = 0; i < n; i++) {
                assertThat(hold[i]).isGreaterThanOrEqualTo(wanted[i]);
            }
        }
    }
}
