package io.soakline.sink.metrics;

import io.soakline.log.RecordCodec;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.DeviceSummary;
import io.soakline.record.LatencyHistogram;
import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.Run;
import io.soakline.record.Severity;
import io.soakline.record.SlowInference;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Whole records with the fields that a test cares about; the rest is plausible. */
final class Samples {

    static final long START = TimeUnit.SECONDS.toNanos(1_700_000_000L);
    static final long PANE = TimeUnit.SECONDS.toNanos(10);

    static {
        // Makes Avro trust our records, which a field with a default needs.
        RecordCodec<Run> unused = RecordCodec.of(Run.class);
    }

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
        return Run.newBuilder()
                .setRunId(runId)
                .setDeviceId("orin-04")
                .setEngineId("e-1")
                .setEngineName("cls-autotvm")
                .setCompiler("autotvm")
                .setCompilerVersion("1")
                .setTarget("llvm")
                .setConfigurationDigest("c")
                .setArtefactDigest("a")
                .setModelName("cls.onnx")
                .setModelDigest("0123456789abcdef")
                .setInputSetDigest("i")
                .setInputCount(64)
                .setDevice(Map.of())
                .setEnvironment(Map.of())
                .setLoad(Load.newBuilder().setPattern(LoadPattern.CLOSED).build())
                .setProducerVersion("0")
                .setStartedAtNanos(START)
                .build();
    }

    /** @param index of the pane, 0 begins at {@link #START} */
    static PaneRecord pane(String runId, int index, long... latencyNanos) {
        LatencySketch sketch = LatencySketch.empty();
        Arrays.stream(latencyNanos).forEach(sketch::accept);
        long max = Arrays.stream(latencyNanos).max().orElse(0);
        long sum = Arrays.stream(latencyNanos).sum();
        long start = START + index * PANE;
        int n = latencyNanos.length;
        return PaneRecord.newBuilder()
                .setRunId(runId)
                .setDeviceId("orin-04")
                .setEngineId("e-1")
                .setModelDigest("0123456789abcdef")
                .setInputSetDigest("i")
                .setPaneStartNanos(start)
                .setPaneNanos(PANE)
                .setFirstSequence(0)
                .setLastSequence(n)
                .setFirstStartNanos(start)
                .setLastEndNanos(start + PANE)
                .setInferences(n + 3)
                .setWarmUp(3)
                .setMeasured(n)
                .setHarnessPaused(0)
                .setThrottled(2)
                .setNonFinite(0)
                .setLatencyMinNanos(Arrays.stream(latencyNanos).min().orElse(0))
                .setLatencyMaxNanos(max)
                .setLatencySumNanos(sum)
                .setLatencySquareSumHigh(0)
                .setLatencySquareSumLow(0)
                .setSketchFormat(LatencySketch.FORMAT)
                .setLatencySketch(ByteBuffer.wrap(sketch.encode()))
                .setResponseMaxNanos(max)
                .setResponseSumNanos(sum)
                .setResponseSketch(ByteBuffer.allocate(0))
                .setSlowest(List.of(SlowInference.newBuilder()
                        .setSequence(17)
                        .setStartNanos(start + 1)
                        .setLatencyNanos(max)
                        .setInputIndex(5)
                        .setFlags(0)
                        .setCause("throttled")
                        .build()))
                .setDeadlineMisses(0)
                .setOutputs(List.of())
                .setDevice(List.of(
                        sensor("powerMilliwatts", "VDD_IN", false, 9_500, 10_500, 300_000),
                        sensor("energyJoules", "package-0", true, 100, 250, 0)))
                .setLedger(new PaneLedger(n + 4L, 1L, 0L, 2L))
                .setClosedBy(PaneClose.NEXT_PANE)
                .build();
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
        return WindowStats.newBuilder()
                .setRunId(runId)
                .setDeviceId("orin-04")
                .setEngineId("e-1")
                .setEngineName("cls-autotvm")
                .setCompiler("autotvm")
                .setModelDigest("0123456789abcdef")
                .setInputSetDigest("i")
                .setWindow(name)
                .setStartNanos(START)
                .setEndNanos(START + endPane * PANE)
                .setPanes(endPane)
                .setInferences(6_000)
                .setRatePerSecond(500.0)
                .setLatencyMinNanos(1_250_000L)
                .setLatencyMeanNanos(1_420_000.0)
                .setLatencyP50Nanos(1_400_000.0)
                .setLatencyP90Nanos(1_500_000.0)
                .setLatencyP99Nanos(1_800_000.0)
                .setLatencyP999Nanos(null)
                .setLatencyMaxNanos(3_900_000L)
                .setCv(0.041)
                .setInterquartileRangeNanos(60_000.0)
                .setP99OverP50(1.29)
                .setResponseP50Nanos(null)
                .setResponseP99Nanos(null)
                .setResponseMaxNanos(null)
                .setDeadlineNanos(5_000_000L)
                .setDeadlineMisses(0L)
                .setDeadlineMissRateUpper95(0.0005)
                .setInputs(64)
                .setBitwiseRate(1.0)
                .setDistinctOutputs(64)
                .setMismatchRateUpper95(0.001)
                .setNonFinite(0)
                .setHarnessPaused(0)
                .setThrottled(0)
                .setTop1Accuracy(0.984375)
                .setCpuUtilisationPercent(25.0)
                .setEnergyJoulesPerInference(Double.NaN)
                .setBuckets(new LatencyHistogram(List.of(), List.of()))
                .setMissing(0)
                .setLatencyQuantiles(List.of(
                        new QuantileRecord(0.99, 1_800_000.0, 1_790_000.0, 1_810_000.0, 1_000L),
                        new QuantileRecord(0.9999, null, null, null, 100_000L)))
                .setVerdict(new VerdictRecord(state, "because"))
                .build();
    }

    static Alert alert(String key, AlertState state, long updatedAtNanos) {
        return Alert.newBuilder()
                .setAlertKey(key)
                .setKind("latency-drift/P99")
                .setSubject("moteur-é \"quoted\" back\\slash\nline 引擎 🚀")
                .setSeverity(Severity.CRITICAL)
                .setState(state)
                .setSinceNanos(updatedAtNanos)
                .setUpdatedAtNanos(updatedAtNanos)
                .setEvidence("p99 went from 1.4 ms to 1.9 ms")
                .setDeviceId("orin-04")
                .build();
    }
}
