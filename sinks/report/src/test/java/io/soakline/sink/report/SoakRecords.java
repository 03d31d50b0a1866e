package io.soakline.sink.report;

import io.soakline.log.RecordCodec;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.DeadLetter;
import io.soakline.record.EnergyMethod;
import io.soakline.record.EnergyRecord;
import io.soakline.record.Factor;
import io.soakline.record.LatencyHistogram;
import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.record.Phase;
import io.soakline.record.PhaseStats;
import io.soakline.record.QuantileRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.Severity;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityFactor;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whole records with the fields that a test cares about; the rest is plausible. */
final class SoakRecords {

    static final long START = TimeUnit.SECONDS.toNanos(1_700_000_000L);
    static final long PANE = TimeUnit.SECONDS.toNanos(10);

    static {
        // Makes Avro trust our records, which a field with a default needs.
        RecordCodec<Run> unused = RecordCodec.of(Run.class);
    }

    private SoakRecords() {}

    static Run run(String runId, String compiler, @Nullable RunEnd end) {
        return Run.newBuilder()
                .setRunId(runId)
                .setDeviceId("host-1")
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
                .setEnd(end)
                .build();
    }

    static RunEnd completed(long produced) {
        return new RunEnd(START + 6 * PANE, produced, RunExit.COMPLETED, "");
    }

    static RunEnd killed() {
        return new RunEnd(START + 6 * PANE, null, RunExit.KILLED, "signal 9");
    }

    static PaneRecord pane(String runId, int index, long inferences, long late, long duplicate, long missing) {
        return PaneRecord.newBuilder()
                .setRunId(runId)
                .setDeviceId("host-1")
                .setEngineId("e")
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setPaneStartNanos(START + index * PANE)
                .setPaneNanos(PANE)
                .setFirstSequence(0)
                .setLastSequence(0)
                .setFirstStartNanos(START)
                .setLastEndNanos(START)
                .setInferences(inferences)
                .setWarmUp(0)
                .setMeasured(inferences)
                .setHarnessPaused(0)
                .setThrottled(0)
                .setNonFinite(0)
                .setLatencyMinNanos(1)
                .setLatencyMaxNanos(1)
                .setLatencySumNanos(1)
                .setLatencySquareSumHigh(0)
                .setLatencySquareSumLow(0)
                .setSketchFormat("f")
                .setLatencySketch(ByteBuffer.allocate(0))
                .setResponseMaxNanos(1)
                .setResponseSumNanos(1)
                .setResponseSketch(ByteBuffer.allocate(0))
                .setSlowest(List.of())
                .setDeadlineMisses(0)
                .setOutputs(List.of())
                .setDevice(List.of())
                .setLedger(new PaneLedger(inferences + late + duplicate, late, duplicate, missing))
                .setClosedBy(PaneClose.NEXT_PANE)
                .build();
    }

    static WindowStats window(String runId, String name, int endPane, long n, VerdictState state) {
        boolean enough = n >= 1_000;
        return WindowStats.newBuilder()
                .setRunId(runId)
                .setDeviceId("host-1")
                .setEngineId("e")
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setWindow(name)
                .setStartNanos(START)
                .setEndNanos(START + endPane * PANE)
                .setPanes(endPane)
                .setInferences(n)
                .setRatePerSecond(500.0)
                .setLatencyMinNanos(1_250_000L)
                .setLatencyMeanNanos(1_420_000.4)
                .setLatencyP50Nanos(1_400_000.5)
                .setLatencyP90Nanos(1_500_000.0)
                .setLatencyP99Nanos(1_800_000.0)
                .setLatencyP999Nanos(enough ? Double.valueOf(2_400_000.0) : null)
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
                .setVerdict(new VerdictRecord(state, "because of " + n))
                .build();
    }

    static Agreement agreement(String a, String b, long asOf, double bitwise) {
        return Agreement.newBuilder()
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setRunA(a)
                .setRunB(b)
                .setEngineA("cls-" + a)
                .setEngineB("cls-" + b)
                .setFactor(Factor.COMPILER)
                .setAsOfNanos(START + asOf)
                .setInputs(64)
                .setBitwiseRate(bitwise)
                .setTop1Rate(1.0)
                .setMaxAbs(4.2e-7)
                .build();
    }

    static Alert alert(String key, @Nullable String runId, AlertState state, long updatedAt) {
        return Alert.newBuilder()
                .setAlertKey(key)
                .setKind("engine-crashed")
                .setSubject("cls-tvm")
                .setRunId(runId)
                .setSeverity(Severity.CRITICAL)
                .setState(state)
                .setSinceNanos(START)
                .setUpdatedAtNanos(updatedAt)
                .setEvidence("it ended")
                .build();
    }

    static DeadLetter deadLetter(String topic, long timestampMillis) {
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

    /** @param neighbours whether others left the core alone */
    static ValidityRecord validity(ValidityState clock, ValidityState neighbours) {
        List<ValidityState> both = List.of(clock, neighbours);
        ValidityState all = both.contains(ValidityState.BROKEN)
                ? ValidityState.BROKEN
                : both.contains(ValidityState.NOT_KNOWN) ? ValidityState.NOT_KNOWN : ValidityState.KEPT;
        return new ValidityRecord(
                all,
                switch (all) {
                    case KEPT -> "";
                    case BROKEN -> "the clock moved by 9 % of the 5 % allowed";
                    case NOT_KNOWN -> "steal time is not measured";
                },
                List.of(
                        new ValidityCheck(ValidityFactor.CLOCK, clock, 0.09, null, null, 0.05, "1.80 to 1.98 GHz"),
                        new ValidityCheck(
                                ValidityFactor.HOST_NEIGHBOURS,
                                neighbours,
                                Double.NaN,
                                null,
                                null,
                                1.0,
                                "steal time is not measured")));
    }

    static EnergyRecord energy() {
        return EnergyRecord.newBuilder()
                .setMethod(EnergyMethod.TURNS)
                .setReason("")
                .setGrossJoulesPerInference(0.065)
                .setNetJoulesPerInference(0.021)
                .setNetLow(null)
                .setNetHigh(null)
                .setPanes(6)
                .setIdleMilliwatts(75_400.0)
                .setIdleSeconds(12.0)
                .setIdleAgeSeconds(130.0)
                .setSensorDifference(0.08)
                .setDoubt("energy counter and power sensor differ by 8 %")
                .build();
    }

    static List<PhaseStats> phases() {
        return List.of(
                new PhaseStats(Phase.DEVICE, 2_000L, 1_010_000.0, 1_000_000.0, 1_090_000.0, 1_200_000L, 0.125),
                new PhaseStats(Phase.HOST, 2_000L, 410_000.0, 400_000.0, 800_000.0, 2_700_000L, 0.875));
    }
}
