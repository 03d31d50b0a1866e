package io.soakline.sink.metrics;

import io.soakline.log.ExampleRecords;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.DeviceSummary;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.Run;
import io.soakline.record.SlowInference;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** {@link ExampleRecords} with what a scrape and a push show: sketches, sensors, a deadline, names that need quoting. */
final class Samples {

    static final long START = ExampleRecords.START;
    static final long PANE = ExampleRecords.PANE;

    private static final String COMPILER = "autotvm";

    private Samples() {}

    /** Times of a service with a long tail, in nanoseconds: 1 ms and more, one in a hundred ten times as long. */
    static long[] latencies(int n, long seed) {
        Random random = new Random(seed);
        return random.longs(n, 0, Long.MAX_VALUE)
                .map(ignored ->
                        (long) (1e6 * Math.exp(0.1 * random.nextGaussian()) * (random.nextInt(100) == 0 ? 10 : 1)))
                .toArray();
    }

    static Run run(String runId) {
        Run run = ExampleRecords.run(runId, COMPILER);
        run.setDeviceId("orin-04");
        return run;
    }

    /**
     * With three inferences of warm-up, one late and two missing.
     *
     * @param index of the pane, 0 begins at {@link #START}
     */
    static PaneRecord pane(String runId, int index, long... latencyNanos) {
        LatencySketch sketch = LatencySketch.empty();
        Arrays.stream(latencyNanos).forEach(sketch::accept);
        long max = Arrays.stream(latencyNanos).max().orElse(0);
        int n = latencyNanos.length;
        PaneRecord pane = ExampleRecords.pane(runId, index, n + 3L);
        pane.setDeviceId("orin-04");
        pane.setWarmUp(3);
        pane.setMeasured(n);
        pane.setThrottled(2);
        pane.setLatencyMinNanos(Arrays.stream(latencyNanos).min().orElse(0));
        pane.setLatencyMaxNanos(max);
        pane.setLatencySumNanos(Arrays.stream(latencyNanos).sum());
        pane.setSketchFormat(LatencySketch.FORMAT);
        pane.setLatencySketch(ByteBuffer.wrap(sketch.encode()));
        pane.setSlowest(List.of(SlowInference.newBuilder()
                .setSequence(17)
                .setStartNanos(pane.getPaneStartNanos() + 1)
                .setLatencyNanos(max)
                .setInputIndex(5)
                .setFlags(0)
                .setCause("throttled")
                .build()));
        pane.setDevice(List.of(
                sensor("powerMilliwatts", "VDD_IN", false, 9_500, 10_500, 300_000),
                sensor("energyJoules", "package-0", true, 100, 250, 0)));
        pane.setLedger(new PaneLedger(n + 4L, 1L, 0L, 2L));
        return pane;
    }

    /** 30 samples within 10 s. */
    private static DeviceSummary sensor(
            String quantity, String sensor, boolean counter, double min, double max, double sum) {
        return DeviceSummary.newBuilder()
                .setQuantity(quantity)
                .setSensor(sensor)
                .setCounter(counter)
                .setSamples(30)
                .setMin(min)
                .setMax(max)
                .setSum(sum)
                .setFirst(min)
                .setLast(max)
                .setFirstAtNanos(START)
                .setLastAtNanos(START + PANE)
                .build();
    }

    /** @param endPane the window's end, in panes after {@link #START} */
    static WindowStats window(String runId, String name, int endPane, VerdictState state) {
        WindowStats window = ExampleRecords.window(runId, name, endPane, 6_000);
        window.setDeviceId("orin-04");
        window.setEngineName("cls-" + COMPILER);
        window.setCompiler(COMPILER);
        window.setLatencyMeanNanos(1_420_000.0);
        window.setLatencyP50Nanos(1_400_000.0);
        window.setDeadlineNanos(5_000_000L);
        window.setDeadlineMisses(0L);
        window.setDeadlineMissRateUpper95(0.0005);
        window.setCpuUtilisationPercent(25.0);
        window.setLatencyQuantiles(List.of(
                new QuantileRecord(0.99, 1_800_000.0, 1_790_000.0, 1_810_000.0, 1_000L),
                new QuantileRecord(0.9999, null, null, null, 100_000L)));
        window.setVerdict(new VerdictRecord(state, "because"));
        return window;
    }

    static Alert alert(String key, AlertState state, long updatedAtNanos) {
        Alert alert = ExampleRecords.alert(key, state, updatedAtNanos);
        alert.setKind("latency-drift/P99");
        alert.setSubject("moteur-é \"quoted\" back\\slash\nline 引擎 🚀");
        alert.setSinceNanos(updatedAtNanos);
        alert.setEvidence("p99 went from 1.4 ms to 1.9 ms");
        alert.setDeviceId("orin-04");
        return alert;
    }
}
