package io.soakline.log;

import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.DeadLetter;
import io.soakline.record.Factor;
import io.soakline.record.LatencyHistogram;
import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.Run;
import io.soakline.record.Severity;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whole records for the tests of all modules: one plausible soak of a classifier. Each call gives a record of its own, and a
 * test sets the fields that it is about. What a device or an input set need not offer is absent.
 */
public final class ExampleRecords {

    /** When the runs begin. */
    public static final long START = TimeUnit.SECONDS.toNanos(1_700_000_000L);

    public static final long PANE = TimeUnit.SECONDS.toNanos(10);
    public static final String DEVICE = "host-1";

    /** Below it a p99.9 is refused. */
    private static final long P999_NEEDS = 1_000;

    static {
        // Makes Avro trust our records, which a field with a default needs.
        RecordCodec<Run> unused = RecordCodec.of(Run.class);
    }

    private ExampleRecords() {}

    /** Of the engine {@code cls-COMPILER}; it has not ended. */
    public static Run run(String runId, String compiler) {
        return Run.newBuilder()
                .setRunId(runId)
                .setDeviceId(DEVICE)
                .setEngineId("e-" + compiler)
                .setEngineName("cls-" + compiler)
                .setCompiler(compiler)
                .setCompilerVersion("1")
                .setTarget("llvm")
                .setConfigurationDigest("c")
                .setArtefactDigest("a")
                .setModelName("cls.onnx")
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setInputCount(64)
                .setDevice(Map.of())
                .setEnvironment(Map.of())
                .setLoad(Load.newBuilder().setPattern(LoadPattern.CLOSED).build())
                .setProducerVersion("0")
                .setStartedAtNanos(START)
                .build();
    }

    /**
     * All of whose inferences are measured and arrived, in a format of sketch that nobody reads.
     *
     * @param index of the pane, 0 begins at {@link #START}
     */
    public static PaneRecord pane(String runId, int index, long inferences) {
        long start = START + index * PANE;
        return PaneRecord.newBuilder()
                .setRunId(runId)
                .setDeviceId(DEVICE)
                .setEngineId("e")
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setPaneStartNanos(start)
                .setPaneNanos(PANE)
                .setFirstSequence(index * inferences)
                .setLastSequence((index + 1) * inferences - 1)
                .setFirstStartNanos(start)
                .setLastEndNanos(start + PANE)
                .setInferences(inferences)
                .setWarmUp(0)
                .setMeasured(inferences)
                .setHarnessPaused(0)
                .setThrottled(0)
                .setNonFinite(0)
                .setLatencyMinNanos(1_250_000)
                .setLatencyMaxNanos(3_900_000)
                .setLatencySumNanos(1_420_000 * inferences)
                .setLatencySquareSumHigh(0)
                .setLatencySquareSumLow(0)
                .setSketchFormat("f")
                .setLatencySketch(ByteBuffer.allocate(0))
                .setResponseMaxNanos(3_900_000)
                .setResponseSumNanos(1_420_000 * inferences)
                .setResponseSketch(ByteBuffer.allocate(0))
                .setSlowest(List.of())
                .setDeadlineMisses(0)
                .setOutputs(List.of())
                .setDevice(List.of())
                .setLedger(new PaneLedger(inferences, 0L, 0L, 0L))
                .setClosedBy(PaneClose.NEXT_PANE)
                .build();
    }

    /**
     * From the run's beginning on, steady and repeatable, without a deadline.
     *
     * @param name of the window: {@code 10s}, {@code 1m}, …, {@code run}
     * @param endPane its end, in panes after {@link #START}
     * @param inferences measured; below 1,000 without a p99.9
     */
    public static WindowStats window(String runId, String name, int endPane, long inferences) {
        return WindowStats.newBuilder()
                .setRunId(runId)
                .setDeviceId(DEVICE)
                .setEngineId("e")
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setWindow(name)
                .setStartNanos(START)
                .setEndNanos(START + endPane * PANE)
                .setPanes(endPane)
                .setInferences(inferences)
                .setRatePerSecond(500.0)
                .setLatencyMinNanos(1_250_000L)
                .setLatencyMeanNanos(1_420_000.4)
                .setLatencyP50Nanos(1_400_000.5)
                .setLatencyP90Nanos(1_500_000.0)
                .setLatencyP99Nanos(1_800_000.0)
                .setLatencyP999Nanos(inferences >= P999_NEEDS ? Double.valueOf(2_400_000.0) : null)
                .setLatencyMaxNanos(3_900_000L)
                .setCv(0.041)
                .setInterquartileRangeNanos(60_000.0)
                .setP99OverP50(1.29)
                .setResponseP50Nanos(null)
                .setResponseP99Nanos(null)
                .setResponseMaxNanos(null)
                .setDeadlineNanos(null)
                .setDeadlineMisses(null)
                .setDeadlineMissRateUpper95(null)
                .setInputs(64)
                .setBitwiseRate(1.0)
                .setDistinctOutputs(64)
                .setMismatchRateUpper95(0.001)
                .setNonFinite(0)
                .setHarnessPaused(0)
                .setThrottled(0)
                .setTop1Accuracy(0.984375)
                .setCpuUtilisationPercent(null)
                .setEnergyJoulesPerInference(Double.NaN)
                .setBuckets(new LatencyHistogram(List.of(), List.of()))
                .setMissing(0)
                .setLatencyQuantiles(List.of(new QuantileRecord(0.99, 1_800_000.0, 1_790_000.0, 1_810_000.0, 1_000L)))
                .setVerdict(new VerdictRecord(VerdictState.STEADY, "because"))
                .build();
    }

    /** Of two runs, told as engines {@code cls-RUN} of two compilers. */
    public static Agreement agreement(String runA, String runB, double bitwiseRate) {
        return Agreement.newBuilder()
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setRunA(runA)
                .setRunB(runB)
                .setEngineA("cls-" + runA)
                .setEngineB("cls-" + runB)
                .setFactor(Factor.COMPILER)
                .setAsOfNanos(START)
                .setInputs(64)
                .setBitwiseRate(bitwiseRate)
                .setTop1Rate(1.0)
                .setMaxAbs(4.2e-7)
                .build();
    }

    /** Critical, of no run and no device, since {@link #START}. */
    public static Alert alert(String key, AlertState state, long updatedAtNanos) {
        return Alert.newBuilder()
                .setAlertKey(key)
                .setKind("engine-crashed")
                .setSubject("cls-tvm")
                .setSeverity(Severity.CRITICAL)
                .setState(state)
                .setSinceNanos(START)
                .setUpdatedAtNanos(updatedAtNanos)
                .setEvidence("it ended")
                .build();
    }

    public static DeadLetter deadLetter(String topic, long timestampMillis) {
        return DeadLetter.newBuilder()
                .setTopic(topic)
                .setPartition(0)
                .setOffset(17)
                .setTimestampMillis(timestampMillis)
                .setReason("not a record")
                .setKey(null)
                .setValue(ByteBuffer.wrap(new byte[] {1}))
                .build();
    }
}
