package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Of the series {@link TestData#quadratic}, {@code 100000 + r^2}: device {@code 50000 + r^2 / 2}, copies {@code r^2 / 10} and
 * {@code 3 (10007 - r)}, divisions rounded down. References by NumPy 2.4.6: {@code cov(phase, latency) / var(latency)}.
 */
class PhaseTimesTest {

    private static final long[] LATENCIES = TestData.quadratic();

    private static void accept(Pane pane, int i) {
        long residue = (i * 7919L) % 10007;
        long square = residue * residue;
        pane.accept(i, i, 0, LATENCIES[i], 0, 0, 0, 0);
        pane.acceptDeviceTime(50_000 + square / 2, square / 10, 3 * (10_007 - residue));
    }

    private static PaneSummary pane(int from, int to) {
        Pane pane = Pane.empty(0, 10, null);
        for (int i = from; i < to; i++) {
            accept(pane, i);
        }
        return pane.summary();
    }

    private static PhaseFigures figures(PaneSummary summary, Phase phase) {
        return WindowStatistics.of(summary).phases().stream()
                .filter(figures -> figures.phase() == phase)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "DEVICE, 16741258.598, 12570008, 49114418, 50110018, 0.4999999999985153",
        "COPY_IN, 3338251.3196, 2504001, 9812883, 10012003, 0.09999999999749688",
        "COMPUTE, 13387997.2518, 10050998, 39301232, 40098012, 0.40028106599128904",
        "COPY_OUT, 15010.0266, 15006, 29721, 30021, -0.00028106599027064684",
        "HOST, 16741259.098, 12570008, 49114418, 50110018, 0.500000000001485"
    })
    void of_givenSeries_isWhatNumPySays(Phase phase, double mean, double p50, double p99, long max, double share) {
        PhaseFigures figures = figures(pane(0, LATENCIES.length), phase);
        assertThat(figures.inferences()).isEqualTo(LATENCIES.length);
        assertThat(figures.meanNanos()).isCloseTo(mean, within(1e-9 * mean));
        assertThat(figures.p50Nanos()).isCloseTo(p50, within(0.005 * p50));
        assertThat(figures.p99Nanos()).isCloseTo(p99, within(0.005 * p99));
        assertThat(figures.maxNanos()).isEqualTo(max);
        assertThat(figures.varianceShare()).isCloseTo(share, within(1e-12));
    }

    @Test
    void combined_givenAnySplitAndOrder_givesTheSameBits() {
        PaneSummary whole = pane(0, 3_000);
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 20; round++) {
            int first = random.nextInt(3_000);
            int second = first + random.nextInt(3_000 - first);
            List<PaneSummary> parts =
                    new ArrayList<>(List.of(pane(second, 3_000), pane(0, first), pane(first, second)));
            for (PaneSummary summary : List.of(Pane.combined(parts), Pane.merged(parts))) {
                assertThat(WindowStatistics.of(summary).phases())
                        .isEqualTo(WindowStatistics.of(whole).phases());
                assertThat(sketch(summary)).isEqualTo(sketch(whole));
            }
        }
    }

    private static byte[] sketch(PaneSummary summary) {
        return Objects.requireNonNull(summary.phases().get(Phase.COMPUTE))
                .times()
                .sketch()
                .encode();
    }

    @Test
    void accept_givenWhatIsNotKnown_countsWhatIs() {
        Pane pane = Pane.empty(0, 10, null);
        pane.accept(0, 0, 0, 100, 0, 0, 0, 0);
        pane.acceptDeviceTime(-1, -1, -1);
        pane.accept(1, 0, 0, 100, 0, 0, 0, 0);
        pane.acceptDeviceTime(80, -1, 4);
        pane.accept(2, 0, 0, 100, 0, 0, 0, 0);
        pane.acceptDeviceTime(101, 60, 42);
        PaneSummary summary = pane.summary();
        assertThat(figures(summary, Phase.DEVICE).inferences()).isEqualTo(2);
        assertThat(figures(summary, Phase.COMPUTE).maxNanos()).isZero();
        // Of the last one the device is said to have worked for longer than it took.
        assertThat(figures(summary, Phase.HOST)).isEqualTo(new PhaseFigures(Phase.HOST, 1, 20, null, null, 20, null));
    }

    @Test
    void phases_givenNoDeviceTimes_areEmpty() {
        Pane pane = Pane.empty(0, 10, null);
        pane.accept(0, 0, 0, 100, 0, 0, 0, 0);
        assertThat(Pane.combined(List.of(pane.summary())).phases()).isEmpty();
        assertThat(WindowStatistics.of(pane.summary()).phases()).isEmpty();
    }

    @Test
    void varianceShare_givenLatencyThatNeverVaries_isNotKnown() {
        Pane pane = Pane.empty(0, 10, null);
        for (int i = 0; i < 200; i++) {
            pane.accept(i, i, 0, 100, 0, 0, 0, 0);
            pane.acceptDeviceTime(50 + i % 3, 1, 1);
        }
        assertThat(figures(pane.summary(), Phase.DEVICE).varianceShare()).isNull();
    }
}
