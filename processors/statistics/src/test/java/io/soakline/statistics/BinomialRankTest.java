package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BinomialRankTest {

    @Test
    void lowerTail_agreesWithSciPyUpToAThousandMillion() {
        for (String[] row : Golden.rows("binomial-rank.csv")) {
            long n = Long.parseLong(row[0]);
            double share = Double.parseDouble(row[1]);
            double alpha = Double.parseDouble(row[2]);
            assertThat(BinomialRank.lowerTail(n, share, alpha))
                    .as("n %d share %s alpha %s", n, share, alpha)
                    .isEqualTo(Long.parseLong(row[3]));
        }
    }

    @Test
    void lowerTail_isTheLargestThatHolds() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 2_000; i++) {
            long n = 1 + random.nextLong(1L << random.nextInt(1, 31));
            double share = random.nextDouble(0.0001, 0.9999);
            double alpha = random.nextDouble(0.001, 0.5);
            long t = BinomialRank.lowerTail(n, share, alpha);
            String which = "n " + n + " share " + share + " alpha " + alpha;
            if (t >= 0) {
                assertThat(BinomialRank.atMost(n, share, t)).as(which).isLessThanOrEqualTo(alpha * (1 + 1e-9));
            }
            if (t < n - 1) {
                assertThat(BinomialRank.atMost(n, share, t + 1)).as(which).isGreaterThan(alpha * (1 - 1e-9));
            }
        }
    }

    @Test
    void neededFor_isTheInverse() {
        for (long t : new long[] {0, 1, 7, 100, 5_000}) {
            long n = BinomialRank.neededFor(t, 0.001, 0.05);
            assertThat(BinomialRank.lowerTail(n, 0.001, 0.05)).isEqualTo(t);
            assertThat(BinomialRank.lowerTail(n - 1, 0.001, 0.05)).isEqualTo(t - 1);
        }
    }
}
