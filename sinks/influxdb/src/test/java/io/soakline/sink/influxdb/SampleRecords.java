package io.soakline.sink.influxdb;

import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Build;
import io.soakline.record.BuildDifference;
import io.soakline.record.CauseRecord;
import io.soakline.record.EarlyStoppingRecord;
import io.soakline.record.EnergyMethod;
import io.soakline.record.EnergyRecord;
import io.soakline.record.Factor;
import io.soakline.record.IdleGapPoint;
import io.soakline.record.LatencyHistogram;
import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import io.soakline.record.ModeRecord;
import io.soakline.record.Phase;
import io.soakline.record.PhaseStats;
import io.soakline.record.PwcetCheck;
import io.soakline.record.PwcetLevel;
import io.soakline.record.PwcetRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.Severity;
import io.soakline.record.StateRecord;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityFactor;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.util.List;
import java.util.Map;

/** Records with every field known. */
final class SampleRecords {

    /** A moment whose nanoseconds would show if they were cut off. */
    static final long T0 = 1_764_000_000_123_456_789L;

    static final long PANE_NANOS = 10_000_000_000L;
    static final long WORSE_NANOS = 99_000_000;

    static {
        // Makes Avro trust our records, which copying one needs.
        RecordCodec<Run> unused = RecordCodec.of(Run.class);
    }

    private SampleRecords() {}

    static WindowStats window(long endNanos) {
        return WindowStats.newBuilder()
                .setRunId("run-1")
                .setDeviceId("bench 1")
                .setEngineId("e".repeat(64))
                .setEngineName("tvm, tuned")
                .setCompiler("autotvm")
                .setModelDigest("m".repeat(64))
                .setInputSetDigest("i".repeat(32))
                .setWindow("1m")
                .setStartNanos(endNanos - 6 * PANE_NANOS)
                .setEndNanos(endNanos)
                .setPanes(6)
                .setInferences(12_345)
                .setRatePerSecond(205.75)
                .setLatencyMinNanos(4_000_001L)
                .setLatencyMeanNanos(4_860_000.25)
                .setLatencyP50Nanos(4_800_000.0)
                .setLatencyP90Nanos(5_100_000.0)
                .setLatencyP99Nanos(6_000_000.0)
                .setLatencyP999Nanos(9_000_000.0)
                .setLatencyMaxNanos(12_345_678L)
                .setCv(0.0625)
                .setInterquartileRangeNanos(200_000.0)
                .setP99OverP50(1.25)
                .setResponseP50Nanos(4_900_000.0)
                .setResponseP99Nanos(6_100_000.0)
                .setResponseMaxNanos(12_400_000L)
                .setDeadlineNanos(10_000_000L)
                .setDeadlineMisses(3L)
                .setDeadlineMissRateUpper95(0.0006)
                .setInputs(64)
                .setBitwiseRate(1.0)
                .setDistinctOutputs(64)
                .setMismatchRateUpper95(0.00024)
                .setNonFinite(0)
                .setHarnessPaused(2)
                .setThrottled(1)
                .setCorrectOnTime(990L)
                .setCorrectOnTimeTrials(1_000L)
                .setCorrectOnTimeRateLower95(0.98)
                .setTop1Accuracy(0.984375)
                .setCpuUtilisationPercent(51.5)
                .setEnergyJoulesPerInference(0.07)
                .setBuckets(LatencyHistogram.newBuilder()
                        .setUpperNanos(List.of(5e6))
                        .setCounts(List.of(12_345L))
                        .build())
                .setMissing(0)
                .setLatencyQuantiles(quantiles(0))
                .setResponseQuantiles(quantiles(100_000))
                .setRobustCv(0.05)
                .setMedianAbsoluteDeviationNanos(150_000.0)
                .setP999OverP50(1.875)
                .setMaxOverP50(2.5)
                .setJitterAbsoluteNanos(8_000_000L)
                .setJitterP999OverP50Nanos(4_200_000.0)
                .setStepMeanNanos(90_000.5)
                .setStepMaxNanos(7_000_000L)
                .setSmoothedJitterNanos(88_000.0)
                .setAutocorrelationLag1(0.25)
                .setAveragingSlope(-0.9)
                .setDeadlineMissRate(0.00024)
                .setDeadlineMissRateAnytimeUpper95(0.0009)
                .setLongestMissRun(2L)
                .setWorstMissesIn10(2)
                .setWorstMissesIn100(3)
                .setEarlyStopping(List.of(
                        new EarlyStoppingRecord(0.9, 5_150_000.0, 44L),
                        new EarlyStoppingRecord(0.99, 6_200_000.0, 459L),
                        new EarlyStoppingRecord(0.999, 12_000_000.0, 4_603L)))
                .setTrtexecP90Nanos(5_100_001.0)
                .setTrtexecP95Nanos(5_500_000.0)
                .setTrtexecP99Nanos(6_000_001.0)
                .setSteadyFromNanos(endNanos - 5 * PANE_NANOS)
                .setModes(List.of(new ModeRecord(4_700_000.0, 0.75), new ModeRecord(5_900_000.0, 0.25)))
                .setStates(List.of(new StateRecord("throttled", 200L, 6e6, 9e6)))
                .setIdleGapCurve(List.of(new IdleGapPoint(1_048_576L, 2_097_152L, 800L, 4.8e6, 6e6)))
                .setIdleGapKneeNanos(67_108_864L)
                .setPwcet(new PwcetRecord(
                        "Ljung-Box, lag 3: 31.4 above 29.1",
                        "GPD peaks over threshold",
                        0.05,
                        -0.1,
                        0.2,
                        320L,
                        List.of(level(1e-6), level(1e-7), level(1e-8), level(1e-9)),
                        List.of("1e-10: too rare for 320 exceedances"),
                        List.of(new PwcetCheck("Ljung-Box", false, 31.4, 29.1))))
                .setSlowestCauses(Map.of("cpu-pressure", 7L))
                .setPhases(List.of(new PhaseStats(Phase.COPY_IN, 500L, 12e3, 11.9e3, 13e3, 40_000L, 0.02)))
                .setEnergy(new EnergyRecord(
                        EnergyMethod.REGRESSION,
                        "two runs at once",
                        0.08,
                        0.03,
                        0.025,
                        0.035,
                        9,
                        78_000.0,
                        4.0,
                        60.0,
                        0.07,
                        "counter and sensor are 7 % apart"))
                .setValidity(new ValidityRecord(
                        ValidityState.BROKEN,
                        "throttled",
                        List.of(new ValidityCheck(
                                ValidityFactor.THROTTLING,
                                ValidityState.BROKEN,
                                0.2,
                                0.1,
                                0.3,
                                0.01,
                                "20 % of the inferences"))))
                .setReferencePanes(360)
                .setVerdict(VerdictRecord.newBuilder()
                        .setState(VerdictState.STEADY)
                        .setReason("p99 within 3 % of \"normal\"")
                        .build())
                .build();
    }

    static WindowStats hourWindow(long endNanos) {
        return WindowStats.newBuilder(window(endNanos))
                .setWindow("1h")
                .setStartNanos(endNanos - 360 * PANE_NANOS)
                .setPanes(360)
                .setValidity(null)
                .build();
    }

    /** With a larger maximum than any other window here. */
    static WindowStats worseHour(long endNanos) {
        return WindowStats.newBuilder(hourWindow(endNanos))
                .setLatencyMaxNanos(WORSE_NANOS)
                .build();
    }

    /** One that gives a single point. */
    static WindowStats plainWindow(long endNanos) {
        return WindowStats.newBuilder(window(endNanos))
                .setStates(List.of())
                .setIdleGapCurve(List.of())
                .setSlowestCauses(Map.of())
                .setPhases(List.of())
                .setEnergy(null)
                .setValidity(null)
                .build();
    }

    /** @param delay added to each */
    private static List<QuantileRecord> quantiles(double delay) {
        return List.of(
                quantile(0.5, 4.8e6 + delay),
                quantile(0.75, 4.9e6 + delay),
                quantile(0.9, 5.1e6 + delay),
                quantile(0.95, 5.5e6 + delay),
                quantile(0.99, 6e6 + delay),
                quantile(0.999, 9e6 + delay),
                quantile(0.9999, 12e6 + delay));
    }

    private static QuantileRecord quantile(double p, double nanos) {
        return new QuantileRecord(p, nanos, nanos - 1_000, nanos + 1_000, 1_000L);
    }

    private static PwcetLevel level(double probability) {
        return new PwcetLevel(probability, 14e6, 13e6, 16e6);
    }

    static Agreement agreement(long asOfNanos) {
        return Agreement.newBuilder()
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setRunA("run-1")
                .setRunB("run-2")
                .setEngineA("tvm")
                .setEngineB("onnxruntime")
                .setFactor(Factor.COMPILER)
                .setAsOfNanos(asOfNanos)
                .setInputs(64)
                .setBitwiseRate(0.5)
                .setTop1Rate(1.0)
                .setMaxAbs(1.5e-6)
                .setBuildDifference(BuildDifference.OTHER_COMPILER)
                .setInferences(12_345L)
                .setMismatchRateUpper95(0.6)
                .setToleranceRate(0.99)
                .setTopKRate(0.95)
                .setKappa(0.9)
                .setLabelFlipCount(1)
                .setL2RelativeMedian(1e-7)
                .setL2RelativeP99(2e-7)
                .setL2RelativeMax(3e-7)
                .setMaxUlp(14L)
                .setFlipRisk(0.01)
                .setAnswerMean(0.98)
                .setAnswerMin(0.5)
                .setAnswerRate(0.97)
                .setEvidence("32 of 64 inputs differ")
                .build();
    }

    static Agreement agreementOfGroup(long asOfNanos) {
        return Agreement.newBuilder(agreement(asOfNanos))
                .setScope(AgreementScope.GROUP)
                .setGroupKey("REBUILD/tvm/bench 1")
                .setMembers(List.of("run-1", "run-2", "run-3"))
                .setRunB("")
                .setEngineB("")
                .setFactor(Factor.REBUILD)
                .setModalShare(0.9)
                .setModalShareLow95(0.8)
                .setModalShareHigh95(0.95)
                .setEffectiveOutputs(1.3)
                .build();
    }

    static Alert alert(long updatedAtNanos) {
        return Alert.newBuilder()
                .setAlertKey("engine-crashed/tvm")
                .setKind("engine-crashed")
                .setSubject("tvm")
                .setRunId("run-1")
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setSinceNanos(updatedAtNanos - 5)
                .setUpdatedAtNanos(updatedAtNanos)
                .setSize(1.5)
                .setSizeLow(1.25)
                .setSizeHigh(1.75)
                .setUnit("ratio")
                .setEvidence("exit status 137")
                .setCauseHint("killed from outside")
                .setGroup("bench 1")
                .setDeviceId("bench 1")
                .setChangeAtNanos(updatedAtNanos - 40)
                .setChangeFromNanos(updatedAtNanos - 60)
                .setChangeToNanos(updatedAtNanos - 20)
                .setExpectedByChancePerWeek(1.0)
                .setLogEvidence(17.5)
                .setLogThreshold(13.5)
                .setCauses(List.of(new CauseRecord("cpu-pressure", "some tasks waited 12 % of the time")))
                .build();
    }

    static Run startedRun() {
        return Run.newBuilder()
                .setRunId("run-1")
                .setDeviceId("bench 1")
                .setEngineId("e")
                .setEngineName("tvm")
                .setCompiler("tvm")
                .setCompilerVersion("0.18")
                .setTarget("llvm")
                .setConfigurationDigest("c")
                .setArtefactDigest("a")
                .setModelName("classifier")
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setInputCount(64)
                .setDevice(Map.of())
                .setEnvironment(Map.of())
                .setLoad(Load.newBuilder()
                        .setPattern(LoadPattern.PERIODIC)
                        .setPeriodNanos(10_000_000L)
                        .setGapFromNanos(1_000L)
                        .setGapToNanos(1_000_000L)
                        .setSeed(7L)
                        .setDeadlineNanos(10_000_000L)
                        .build())
                .setProducerVersion("0.1")
                .setStartedAtNanos(T0)
                .setScheduleDigest("s")
                .setBuild(Build.newBuilder()
                        .setBuildId("b")
                        .setNumber(2)
                        .setBuiltAtNanos(T0 - 5)
                        .setSeconds(61.5)
                        .build())
                .build();
    }

    static Run endedRun() {
        return Run.newBuilder(startedRun())
                .setEnd(RunEnd.newBuilder()
                        .setEndedAtNanos(T0 + PANE_NANOS)
                        .setProduced(12_345L)
                        .setExit(RunExit.FAILED)
                        .setReason("out of memory")
                        .build())
                .build();
    }

    /** Two seconds of a sink. */
    static List<Point> pipeline() {
        return PipelinePoints.of(
                "sink-1",
                Map.of(Topic.WINDOWS, 5L),
                new PipelinePoints.Moment(T0, 100, 1, 2, 10, 12, 2, 1, 900_000),
                new PipelinePoints.Moment(T0 + 2_000_000_000, 300, 1, 5, 14, 22, 6, 3, 1_900_000),
                400_000);
    }

    /** Everything, with all fields known. */
    static List<Point> points() {
        return List.of(
                        WindowPoints.of(window(T0)),
                        WindowPoints.of(hourWindow(T0)),
                        PanePoints.of(SamplePanes.pane(T0)),
                        BucketPoints.of(SamplePanes.pane(T0)),
                        AgreementPoints.of(agreement(T0)),
                        AgreementPoints.of(agreementOfGroup(T0)),
                        PointMapping.of(alert(T0)),
                        PointMapping.of(endedRun()),
                        pipeline())
                .stream()
                .flatMap(List::stream)
                .toList();
    }
}
