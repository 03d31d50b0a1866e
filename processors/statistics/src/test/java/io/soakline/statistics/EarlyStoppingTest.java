package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyStoppingTest {

    private static final long[] BEYOND = {0, 1, 2, 3, 5, 10, 100};

    /** The table that MLPerf's rules lead to; 64, 662 and 6636 are also in LoadGen's configuration. */
    @ParameterizedTest
    @CsvSource({
        "0.9,   44,   64,   81,    97,   127,   197,   1246",
        "0.95,  90,   130,  165,   198,  259,   398,   2504",
        "0.97,  152,  219,  277,   332,  433,   667,   4182",
        "0.99,  459,  662,  838,   1001, 1307,  2010,  12571",
        "0.999, 4603, 6636, 8403, 10042, 13105, 20140, 125826"
    })
    void queries_equalsMlPerf(double p, long n0, long n1, long n2, long n3, long n5, long n10, long n100) {
        assertThat(Arrays.stream(BEYOND).map(t -> EarlyStopping.queries(p, t)).toArray())
                .containsExactly(n0, n1, n2, n3, n5, n10, n100);
    }

    @Test
    void queries_agreesWithSciPy() {
        for (String[] row : Golden.rows("early-stopping.csv")) {
            assertThat(EarlyStopping.queries(Double.parseDouble(row[0]), Long.parseLong(row[1])))
                    .as("p %s t %s", row[0], row[1])
                    .isEqualTo(Long.parseLong(row[2]));
        }
    }

    @Test
    void allowed_isTheLargestWithEnoughQueries() {
        for (String[] row : Golden.rows("early-stopping.csv")) {
            double p = Double.parseDouble(row[0]);
            long t = Long.parseLong(row[1]);
            long n = Long.parseLong(row[2]);
            assertThat(EarlyStopping.allowed(p, n)).isEqualTo(t);
            assertThat(EarlyStopping.allowed(p, n - 1)).isEqualTo(t - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 300, 5_000, 20_000})
    void of_isTheLargestAfterTheTopAreDropped(int n) {
        SplittableRandom random = new SplittableRandom(n);
        long[] values = random.longs(n, 1_000_000, 9_000_000).toArray();
        LatencySketch sketch = LatencySketch.empty();
        Arrays.stream(values).forEach(value -> sketch.accept((double) value));
        Arrays.sort(values);
        EarlyStopping estimate = EarlyStopping.of(sketch, 0.9);
        int t = 1;
        while (EarlyStopping.queries(0.9, t + 1) <= n) {
            t++;
        }
        double exact = (double) values[n - t];
        assertThat(estimate.dropped()).isEqualTo(t - 1);
        assertThat(Objects.requireNonNull(estimate.nanos())).isBetween(exact, exact * 1.0102);
    }

    @Test
    void of_givenTooFew_isRefusedAndSaysHowManyAreNeeded() {
        LatencySketch sketch = LatencySketch.empty();
        assertThat(EarlyStopping.of(sketch, 0.9)).isEqualTo(new EarlyStopping(0.9, 0, null, 0, 64));
        for (int i = 0; i < 63; i++) {
            sketch.accept(5);
        }
        assertThat(EarlyStopping.of(sketch, 0.9).nanos()).isNull();
        sketch.accept(5);
        assertThat(EarlyStopping.of(sketch, 0.9).nanos()).isCloseTo(5, within(0.06));
        assertThat(EarlyStopping.of(sketch, 0.99).needed()).isEqualTo(662);
        assertThat(EarlyStopping.of(sketch, 0.999).needed()).isEqualTo(6636);
    }
}
