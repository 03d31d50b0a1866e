package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.QuantileRecord;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowPointsTest {

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @Test
    void window_isPlacedAtTheEndOfItsNewestPane() {
        Point point = WindowPoints.of(SampleRecords.window(SampleRecords.T0)).get(0);

        assertThat(point.timestampNanos()).isEqualTo(SampleRecords.T0);
        assertThat(point.tags()).containsEntry("engine", "tvm, tuned").containsEntry("window", "1m");
        assertThat(point.fields())
                .containsEntry("latencyP99Nanos", 6_000_000.0)
                .containsEntry("inferences", 12_345L)
                .containsEntry("verdict", "STEADY")
                .containsEntry("verdictCode", 0L);
    }

    @Test
    void window_hasEachQuantileWithItsBoundsAndItsScope() {
        Point point = WindowPoints.of(WindowStats.newBuilder(SampleRecords.window(SampleRecords.T0))
                        .setScope(WindowScope.ENGINE)
                        .setRunId("engine/e/bench 1")
                        .build())
                .get(0);

        assertThat(point.tags()).containsEntry("scope", "ENGINE").containsEntry("run", "engine/e/bench 1");
        assertThat(point.fields())
                .containsEntry("latencyP9999Nanos", 12e6)
                .containsEntry("latencyP99LowNanos", 5_999_000.0)
                .containsEntry("responseP50HighNanos", 4_901_000.0)
                .containsEntry("worstMissesIn100", 3L)
                .containsEntry("pwcet1e9HighNanos", 16e6)
                .containsEntry("slowestModeShare", 0.25);
    }

    @Test
    void window_givenRefusedQuantileAndNoPwcet_leavesThemOut() {
        WindowStats stats = WindowStats.newBuilder(SampleRecords.window(SampleRecords.T0))
                .setLatencyP999Nanos(null)
                .setLatencyQuantiles(List.of(new QuantileRecord(0.999, null, null, null, 4_603L)))
                .setPwcet(null)
                .setModes(List.of())
                .setReferencePanes(null)
                .build();

        assertThat(WindowPoints.of(stats).get(0).fields())
                .doesNotContainKeys(
                        "latencyP999Nanos", "latencyP999LowNanos", "pwcetMethod", "modes", "referencePanes");
    }

    @Test
    void window_givesItsStatesGapsAndCausesAsPointsOfTheirOwn() {
        List<Point> points = WindowPoints.of(SampleRecords.window(SampleRecords.T0));

        assertThat(points.stream().map(Point::measurement))
                .containsExactly(
                        Measurement.WINDOWS,
                        Measurement.STATES,
                        Measurement.IDLE_GAPS,
                        Measurement.PHASES,
                        Measurement.ENERGY,
                        Measurement.VALIDITY,
                        Measurement.VALIDITY,
                        Measurement.CAUSES);
        assertThat(points.get(2).tags()).containsEntry("gapFromNanos", "1048576");
        assertThat(points.get(7).tags()).containsEntry("cause", "cpu-pressure");
        assertThat(points.get(7).fields()).containsEntry("slowest", 7L);
    }

    private static List<Point> points(WindowStats stats, Measurement measurement) {
        return WindowPoints.of(stats).stream()
                .filter(point -> point.measurement() == measurement)
                .toList();
    }

    @Test
    void windowOfARun_givesPhasesEnergyAndConditionsAsPointsOfTheirOwn() {
        WindowStats stats = SampleRecords.window(SampleRecords.T0);

        Point phase = points(stats, Measurement.PHASES).get(0);
        assertThat(phase.tags()).containsEntry("phase", "COPY_IN").containsEntry("run", "run-1");
        assertThat(phase.fields()).containsEntry("p99Nanos", 13_000.0).containsEntry("varianceShare", 0.02);
        Point energy = points(stats, Measurement.ENERGY).get(0);
        assertThat(energy.fields())
                .containsEntry("method", "REGRESSION")
                .containsEntry("netJoulesPerInference", 0.03)
                .containsEntry("idleMilliwatts", 78_000.0);
        List<Point> validity = points(stats, Measurement.VALIDITY);
        assertThat(validity).extracting(point -> point.tags().get("factor")).containsExactly("all", "THROTTLING");
        assertThat(validity.get(0).fields()).containsEntry("state", "BROKEN").containsEntry("evidence", "throttled");
        assertThat(validity.get(1).fields()).containsEntry("value", 0.2).containsEntry("limit", 0.01);
    }

    @Test
    void window_leavesOutWhatIsNotKnown() {
        WindowStats stats = WindowStats.newBuilder(SampleRecords.window(SampleRecords.T0))
                .setLatencyP999Nanos(null)
                .setLatencyQuantiles(List.of())
                .setBitwiseRate(null)
                .setDeadlineMisses(null)
                .setEnergyJoulesPerInference(Double.NaN)
                .setEngineName("")
                .build();

        Point point = WindowPoints.of(stats).get(0);

        assertThat(point.fields())
                .doesNotContainKeys("latencyP999Nanos", "bitwiseRate", "deadlineMisses", "energyJoulesPerInference");
        assertThat(point.tags()).containsEntry("engine", "unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T10:00:10Z, 2026-11-28T11:00:00Z",
        "2026-11-28T10:59:50Z, 2026-11-28T11:00:00Z",
        "2026-11-28T11:00:00Z, 2026-11-28T11:00:00Z",
        "2026-11-28T11:00:10Z, 2026-11-28T12:00:00Z",
    })
    void windowOfAnHour_isAlsoThePointOfTheHourItEndsIn(Instant end, Instant hour) {
        WindowStats stats = SampleRecords.hourWindow(nanos(end));

        Point window = WindowPoints.of(stats).get(0);
        Point point = hours(stats).get(0);

        assertThat(point.timestampNanos()).isEqualTo(nanos(hour));
        assertThat(point.tags()).containsEntry("run", "run-1").doesNotContainKey("window");
        assertThat(point.fields())
                .containsAllEntriesOf(window.fields())
                .containsEntry("endNanos", nanos(end))
                .containsEntry("startNanos", stats.getStartNanos());
    }

    @Test
    void windowOfAnotherWidth_givesNoHour() {
        assertThat(hours(SampleRecords.window(SampleRecords.T0))).isEmpty();
    }

    /** Whatever panes are missing: each pane's maximum is in the point of its own hour, and none is invented. */
    @Test
    void hours_keepTheMaximumOfEveryPane() {
        long seed = 7_331;
        Random random = new Random(seed);
        long pane = SampleRecords.PANE_NANOS;
        TreeMap<Long, Long> panes = new TreeMap<>();
        for (long end = pane; end <= 12 * HOUR_NANOS; end += pane) {
            boolean silent = random.nextInt(200) == 0;
            end += silent ? pane * random.nextInt(900) : 0;
            panes.put(end, (long) (1e6 / (1e-6 + random.nextDouble())));
        }

        Map<Long, Long> hours = new TreeMap<>();
        panes.keySet().forEach(end -> {
            long latest = panes.subMap(end - HOUR_NANOS, false, end, true).values().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElseThrow();
            hours(WindowStats.newBuilder(SampleRecords.hourWindow(end))
                            .setLatencyMaxNanos(latest)
                            .build())
                    .forEach(point -> hours.put(
                            point.timestampNanos(), (Long) point.fields().get("latencyMaxNanos")));
        });

        Map<Long, Long> worst = new TreeMap<>();
        panes.forEach((end, max) -> worst.merge((end - 1) / HOUR_NANOS * HOUR_NANOS + HOUR_NANOS, max, Math::max));
        assertThat(hours.keySet()).as("seed %d", seed).isEqualTo(worst.keySet());
        worst.forEach(
                (hour, max) -> assertThat(hours.get(hour)).as("seed %d", seed).isGreaterThanOrEqualTo(max));
        assertThat(panes.values()).containsAll(hours.values());
    }

    private static List<Point> hours(WindowStats stats) {
        List<Point> hours = new ArrayList<>(WindowPoints.of(stats));
        hours.removeIf(point -> point.measurement() != Measurement.HOURS);
        return hours;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000;
    }
}
