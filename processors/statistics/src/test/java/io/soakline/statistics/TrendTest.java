package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrendTest {

    private static final long SECOND = 1_000_000_000L;

    static Stream<Arguments> golden() {
        return Golden.rows("trend.csv").stream().map(row -> Arguments.of((Object) row));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void of_givenSeries_isWhatSciPySays(String[] row) {
        long[] at = Arrays.stream(row[2].split(" ", -1))
                .mapToLong(seconds -> Long.parseLong(seconds) * SECOND)
                .toArray();
        double[] values = doubles(row[3]);
        Trend trend = Objects.requireNonNull(Trend.of(at, values, Double.parseDouble(row[1])));
        double slope = Double.parseDouble(row[4]);
        double halfWidth = Double.parseDouble(row[5]);
        assertThat(trend.n()).isEqualTo(values.length);
        assertThat(trend.perSecond()).isCloseTo(slope, within(1e-9));
        assertThat(trend.highPerSecond() - trend.perSecond()).isCloseTo(halfWidth, within(1e-9));
        assertThat(trend.perSecond() - trend.lowPerSecond()).isCloseTo(halfWidth, within(1e-9));
    }

    static double[] doubles(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void of_givenASensorOfWholeDegrees_holdsTheTrueSlopeWhereverItLies() {
        SplittableRandom random = new SplittableRandom(5);
        long[] at = every(10, 30);
        for (int round = 0; round < 500; round++) {
            double slope = (random.nextDouble() - 0.5) / 50;
            double start = 40 + random.nextDouble();
            double[] values = new double[at.length];
            Arrays.setAll(values, i -> Math.rint(start + slope * at[i] / SECOND));
            Trend trend = Objects.requireNonNull(Trend.of(at, values, 1));
            assertThat(slope)
                    .as("round %d", round)
                    .isBetween(trend.lowPerSecond() - 1e-12, trend.highPerSecond() + 1e-12);
        }
    }

    @Test
    void of_givenReadingsThatNeverChange_isLimitedByTheStepAlone() {
        double[] values = new double[30];
        Arrays.fill(values, 35);
        Trend exact = Objects.requireNonNull(Trend.of(every(10, 30), values, 0));
        assertThat(exact).isEqualTo(new Trend(30, 0, 0, 0));
        Trend stepped = Objects.requireNonNull(Trend.of(every(10, 30), values, 1));
        // About 1.5 steps over the time that the readings span.
        assertThat(stepped.highPerSecond()).isCloseTo(1.5 / 290, within(3e-4));
        assertThat(stepped.lowPerSecond()).isEqualTo(-stepped.highPerSecond());
    }

    @Test
    void of_givenTooLittle_isNotKnown() {
        assertThat(Trend.of(every(10, 5), new double[5], 0)).isNull();
        assertThat(Trend.of(new long[10], new double[10], 0)).isNull();
        // One slow wave: each reading errs like the one before, and they count as hardly more than one.
        double[] wave = new double[36];
        Arrays.setAll(wave, i -> Math.sin(Math.PI * i / 18));
        assertThat(Trend.of(every(10, 36), wave, 0)).isNull();
        assertThatThrownBy(() -> Trend.of(new long[1], new double[2], 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long[] every(long seconds, int readings) {
        long[] at = new long[readings];
        Arrays.setAll(at, i -> i * seconds * SECOND);
        return at;
    }
}
