package io.soakline.sink.report;

import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Build;
import io.soakline.record.BuildDifference;
import io.soakline.record.DeviceSummary;
import io.soakline.record.Factor;
import io.soakline.record.PaneRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.RawDifference;
import io.soakline.record.RawForm;
import io.soakline.record.Run;
import io.soakline.record.SelfTest;
import io.soakline.record.SelfTestKind;
import io.soakline.record.SelfTestOutcome;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.statistics.ClopperPearson;
import io.soakline.statistics.LatencySketch;
import io.soakline.statistics.QuantileInterval;
import io.soakline.statistics.Quantiles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Records as an audit leaves them on the log: latencies are drawn, outputs follow what TVM rebuilds do on a CPU. */
public final class AuditScene {

    private static final int INPUTS = 64;
    private static final int PANES = 6;
    private static final int PER_PANE = 1_500;

    private final Set<String> all = Set.of();
    private final SummaryBuilder builder = new SummaryBuilder(all);
    private final ReportCollector collector = new ReportCollector(all);
    private final Random random = new Random(20_261_128);
    private final List<Run> runs = new ArrayList<>();

    /** Nothing on the log. */
    public static ReportData empty() {
        return new AuditScene().finish();
    }

    /** One run of one engine, with no labels, deadline or sensor. */
    public static ReportData oneRun() {
        AuditScene scene = new AuditScene();
        scene.run("tvm", 1, 1, 2.1e6, false);
        return scene.finish();
    }

    /** Three TVM compilers of three builds and two runs each, ONNX Runtime beside them. */
    public static ReportData audit() {
        AuditScene scene = new AuditScene();
        for (int build = 1; build <= 3; build++) {
            for (int run = 1; run <= 2; run++) {
                scene.run("tvm", build, run, 2.10e6, true);
                scene.run("autotvm", build, run, 1.50e6 * (1 + 0.04 * build), true);
                scene.run("autoscheduler", build, run, 1.38e6 * (1 + 0.05 * (build % 3)), true);
            }
        }
        scene.run("onnxruntime", 1, 1, 1.12e6, true);
        scene.run("onnxruntime", 1, 2, 1.12e6, true);
        scene.agreements();
        scene.groups();
        scene.selfTests();
        scene.alert();
        return scene.finish().withNotes(List.of("tensorrt was not built: no NVIDIA device is here"));
    }

    /** Two runs of an engine that tells device times, of which one was disturbed; nobody looked at a third. */
    public static ReportData onGpu() {
        AuditScene scene = new AuditScene();
        Run disturbed = scene.run("tensorrt", 1, 1, 1.4e6, true);
        Run quiet = scene.run("tensorrt", 1, 2, 1.4e6, true);
        scene.run("tvm", 1, 1, 2.1e6, true);
        WindowStats window = whole(disturbed);
        window.setValidity(SoakRecords.validity(ValidityState.BROKEN, ValidityState.NOT_KNOWN));
        window.setEnergy(SoakRecords.energy());
        window.setPhases(SoakRecords.phases());
        scene.builder.accept(window);
        WindowStats kept = whole(quiet);
        kept.setValidity(SoakRecords.validity(ValidityState.KEPT, ValidityState.KEPT));
        scene.builder.accept(kept);
        return scene.finish();
    }

    private static WindowStats whole(Run run) {
        return SoakRecords.window(run.getRunId(), "run", PANES + 1, (long) PANES * PER_PANE, VerdictState.STEADY);
    }

    /** Two models, of each one pair of builds by other compilers; the second differs more. */
    public static ReportData twoModels() {
        AuditScene scene = new AuditScene();
        for (String model : new String[] {"classifier", "detector"}) {
            Run tvm = scene.ofModel(model, scene.run("tvm", model.length(), 1, 2.1e6, true));
            Run reference = scene.ofModel(model, scene.run("onnxruntime", model.length(), 1, 1.1e6, true));
            Agreement pair = scene.pair(tvm, reference);
            pair.setMaxAbs(model.equals("detector") ? 0.25 : 0.5e-6);
            scene.builder.accept(pair);
        }
        return scene.finish();
    }

    private Run ofModel(String model, Run run) {
        run.setModelName(model + ".onnx");
        builder.accept(run);
        return run;
    }

    /** Outputs that are not held whole, of which the second engine gives -0 here and there. */
    public static ReportData largeOutputs() {
        AuditScene scene = new AuditScene();
        Run tvm = scene.run("tvm", 1, 1, 2.1e6, true);
        Run reference = scene.run("onnxruntime", 1, 1, 1.1e6, true);
        Agreement pair = scene.pair(tvm, reference);
        pair.setMaxAbs(null);
        pair.setMaxUlp(null);
        pair.setProbeInputs(8);
        pair.setProbeMaxAbs(3.5e-7);
        pair.setProbeMaxUlp(12L);
        pair.setProbeBound(true);
        pair.setRawOnlyInputs(List.of(12, 30));
        pair.setRawForms(
                List.of(new RawForm(reference.getRunId(), reference.getEngineName(), RawDifference.NEGATIVE_ZERO, 2)));
        scene.builder.accept(pair);
        return scene.finish();
    }

    /** Every name that comes from outside tries to break out of its place. */
    public static ReportData hostile(String name) {
        AuditScene scene = new AuditScene();
        for (int build = 1; build <= 2; build++) {
            Run run = scene.run(name, build, 1, 1.4e6, true);
            run.setEngineName(name + build);
            run.setModelName(name);
            run.setDeviceId(name);
            run.setDevice(Map.of(name, name));
            run.setEnvironment(Map.of(name, name));
            run.setConfiguration(Map.of("a" + name, name, "seed", name + build));
            run.setCompilerVersion(name);
            run.setTarget(name);
            run.setScheduleDigest(name);
            run.setArtefactDigest(name + build);
            scene.builder.accept(run);
        }
        Agreement group = scene.pair(scene.runs.get(0), scene.runs.get(1));
        group.setScope(AgreementScope.GROUP);
        group.setGroupKey(name);
        group.setEngineA(name);
        group.setEvidence(name);
        group.setKappaUndefined(name);
        group.setMembers(scene.runs.stream().map(Run::getRunId).toList());
        scene.builder.accept(group);
        scene.agreements();
        SelfTest test = scene.selfTest(scene.runs.get(0), SelfTestKind.BATCH_SIZE, SelfTestOutcome.FAILED, 3);
        test.setEngineName(name);
        test.setEvidence(name);
        scene.builder.accept(test);
        Alert alert = SoakRecords.alert("k", null, AlertState.FIRING, SoakRecords.START);
        alert.setKind(name);
        alert.setSubject(name);
        alert.setEvidence(name);
        scene.builder.accept(alert);
        return scene.finish().withNotes(List.of(name));
    }

    /** What the summary says of builds and compilers. */
    static AuditSummary auditOf(SoakSummary summary) {
        return Objects.requireNonNull(summary.audit(), "every new summary has it");
    }

    private ReportData finish() {
        return collector.finish(builder.build(null));
    }

    private Run run(String compiler, int build, int number, double p50Nanos, boolean labelled) {
        String id = compiler + "-" + build + "-" + number;
        Run run = SoakRecords.run(id, compiler, SoakRecords.completed((long) PANES * PER_PANE));
        run.setEngineName("cls-" + compiler);
        run.setCompilerVersion(compiler.equals("onnxruntime") ? "1.23.2" : "0.18.0");
        run.setTarget("llvm -mcpu=core-avx2");
        run.setModelName("ch_ppocr_mobile_v2.0_cls_infer.onnx");
        run.setModelDigest("e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c");
        run.setInputSetDigest("9b1c07f4d3a20e55");
        run.setBuild(Build.newBuilder()
                .setBuildId(compiler + "-build-" + build)
                .setNumber(build)
                .setBuiltAtNanos(SoakRecords.START - 3_600_000_000_000L / build)
                .setSeconds(41.7 * build)
                .setSearchSeed(compiler.equals("autoscheduler") ? 90L + build : null)
                .build());
        boolean tuned = compiler.startsWith("auto");
        run.setScheduleDigest(tuned ? "5c" + build + "e1d0f7a96b3248" + compiler.hashCode() : null);
        run.setArtefactDigest("a0" + (tuned ? build : 0) + "77c4e5b81f" + Integer.toHexString(compiler.hashCode()));
        run.setConfiguration(
                tuned
                        ? Map.of("trials", "64", "seed", "40", "level", "3", "threads", "1")
                        : Map.of("level", "3", "threads", "1"));
        run.setDevice(Map.of("cpu", "AMD EPYC 7B13", "cores", "2", "memory", "8 GiB", "os", "Linux 6.1"));
        run.setEnvironment(Map.of("affinity", "core 1", "governor", "not offered", "process", id));
        run.setInputLabels(labelled ? IntStream.range(0, INPUTS).boxed().toList() : List.of());
        runs.add(run);
        builder.accept(run);
        measure(run, p50Nanos, labelled);
        return run;
    }

    private void measure(Run run, double p50Nanos, boolean labelled) {
        LatencySketch whole = LatencySketch.empty();
        double max = 0;
        double ofRun = p50Nanos * Math.exp(0.004 * random.nextGaussian());
        for (int pane = 0; pane < PANES; pane++) {
            LatencySketch sketch = LatencySketch.empty();
            for (int i = 0; i < PER_PANE; i++) {
                double tail = random.nextDouble() < 0.01 ? 1.1 + 0.5 * random.nextDouble() : 1;
                double nanos = ofRun * Math.exp(0.015 * random.nextGaussian()) * tail;
                sketch.accept(nanos);
                max = Math.max(max, nanos);
            }
            whole.combine(sketch);
            pane(run, pane, sketch);
        }
        WindowStats window =
                SoakRecords.window(run.getRunId(), "run", PANES, (long) PANES * PER_PANE, VerdictState.STEADY);
        window.setLatencyQuantiles(quantiles(whole));
        window.setLatencyP50Nanos(whole.quantile(0.5));
        window.setLatencyP90Nanos(whole.quantile(0.9));
        window.setLatencyP99Nanos(whole.quantile(0.99));
        window.setLatencyP999Nanos(whole.quantile(0.999));
        window.setLatencyMaxNanos((long) max);
        window.setCpuUtilisationPercent(47.5);
        window.setTop1Accuracy(labelled ? Double.valueOf(62.0 / INPUTS) : null);
        if (labelled) {
            onTime(window, whole);
        }
        builder.accept(window);
    }

    private static void onTime(WindowStats window, LatencySketch whole) {
        long late = whole.countAbove(2.4e6);
        window.setDeadlineNanos(2_400_000L);
        window.setDeadlineMisses(late);
        window.setDeadlineMissRateUpper95(ClopperPearson.upper(late, whole.count(), 0.95));
        long right = Math.round((whole.count() - late) * 62.0 / INPUTS);
        window.setCorrectOnTime(right);
        window.setCorrectOnTimeTrials(whole.count());
        window.setCorrectOnTimeRateLower95(ClopperPearson.lower(right, whole.count(), 0.95));
    }

    private static List<QuantileRecord> quantiles(LatencySketch sketch) {
        List<QuantileRecord> records = new ArrayList<>();
        for (double p : new double[] {0.5, 0.9, 0.99, 0.999}) {
            QuantileInterval q = Quantiles.interval(sketch, p, 0.95);
            records.add(new QuantileRecord(p, q.nanos(), q.lowNanos(), q.highNanos(), q.needed()));
        }
        return records;
    }

    private void pane(Run run, int index, LatencySketch sketch) {
        PaneRecord pane = SoakRecords.pane(run.getRunId(), index, PER_PANE, 0, 0, 0);
        pane.setSketchFormat(LatencySketch.FORMAT);
        pane.setLatencySketch(ByteBuffer.wrap(sketch.encode()));
        pane.setDevice(List.of(
                new DeviceSummary("temperatureCelsius", "package", false, 10L, 61.0, 66.0, 635.0, 61.0, 66.0, 0L, 1L),
                new DeviceSummary("energyJoules", "package-0", true, 10L, 1.0, 2.0, 15.0, 1.0, 2.0, 0L, 1L)));
        builder.accept(pane);
        collector.accept(pane);
        WindowStats window = SoakRecords.window(run.getRunId(), "10s", index + 1, PER_PANE, VerdictState.STEADY);
        window.setLatencyP50Nanos(sketch.quantile(0.5));
        builder.accept(window);
    }

    private void agreements() {
        for (int a = 0; a < runs.size(); a++) {
            for (int b = a + 1; b < runs.size(); b++) {
                builder.accept(pair(runs.get(a), runs.get(b)));
            }
        }
    }

    /** One of the calls of each run, and one of the builds of each compiler. */
    private void groups() {
        for (Run run : runs) {
            builder.accept(group(Factor.CALL, run.getRunId(), run.getEngineName(), 0, List.of(run)));
        }
        runs.stream().map(Run::getCompiler).distinct().forEach(compiler -> {
            List<Run> members = runs.stream()
                    .filter(run -> run.getCompiler().equals(compiler))
                    .toList();
            int differing = compiler.startsWith("auto") ? 62 : 0;
            builder.accept(group(Factor.REBUILD, compiler, members.get(0).getEngineName(), differing, members));
        });
    }

    private static Agreement group(Factor factor, String common, String engine, int differing, List<Run> members) {
        Agreement group = SoakRecords.agreement("", "", 1, 1 - (double) differing / INPUTS);
        group.setScope(AgreementScope.GROUP);
        group.setFactor(factor);
        group.setGroupKey(factor + "/" + common);
        group.setRunA(common);
        group.setRunB("");
        group.setEngineA(engine);
        group.setEngineB("");
        group.setMembers(members.stream().map(Run::getRunId).sorted().toList());
        group.setModalShare(differing == 0 ? 1.0 : 0.41);
        group.setModalShareLow95(differing == 0 ? 0.98 : 0.38);
        group.setModalShareHigh95(differing == 0 ? 1.0 : 0.45);
        group.setEffectiveOutputs(differing == 0 ? 1.0 : 2.9);
        group.setKappa(differing == 0 ? 1.0 : 0.968);
        group.setLabelFlipCount(differing == 0 ? 0 : 1);
        group.setEvidence(differing == 0 ? "all inputs the same, bit for bit" : "62 of 64 inputs differ bit for bit");
        return group;
    }

    private Agreement pair(Run a, Run b) {
        boolean sameCompiler = a.getCompiler().equals(b.getCompiler());
        boolean sameArtefact = a.getArtefactDigest().equals(b.getArtefactDigest());
        int differing = sameArtefact ? 0 : sameCompiler ? 61 : 63;
        List<Integer> flips = sameArtefact ? List.of() : sameCompiler ? flipsOfRebuild(a, b) : List.of(17, 41);
        Agreement pair = SoakRecords.agreement(a.getRunId(), b.getRunId(), 1, 1 - (double) differing / INPUTS);
        pair.setEngineA(a.getEngineName());
        pair.setEngineB(b.getEngineName());
        // As the log has it: builds with the same bytes are one.
        pair.setFactor(sameArtefact ? Factor.PROCESS : sameCompiler ? Factor.REBUILD : Factor.COMPILER);
        pair.setBuildDifference(
                sameArtefact
                        ? BuildDifference.SAME_ARTEFACT
                        : sameCompiler ? BuildDifference.OTHER_SCHEDULE : BuildDifference.OTHER_COMPILER);
        pair.setTop1Rate(1 - (double) flips.size() / INPUTS);
        pair.setLabelFlips(flips);
        pair.setLabelFlipCount(flips.size());
        pair.setDifferingInputs(IntStream.range(0, differing).boxed().toList());
        pair.setMismatchRateUpper95(ClopperPearson.upper(differing, INPUTS, 0.95));
        pair.setInferences(2L * PANES * PER_PANE);
        figures(pair, differing);
        return pair;
    }

    private static List<Integer> flipsOfRebuild(Run a, Run b) {
        return a.getBuild().getNumber() + b.getBuild().getNumber() == 4 ? List.of(17) : List.of();
    }

    private void figures(Agreement pair, int differing) {
        double size = differing == 0 ? 0 : 2e-7 * (1 + random.nextDouble());
        pair.setMaxAbs(size);
        pair.setMaxUlp(differing == 0 ? 0L : Math.round(40 * (1 + random.nextDouble())));
        pair.setL2RelativeMedian(size / 3);
        pair.setL2RelativeP99(size * 2);
        pair.setL2RelativeMax(size * 2.5);
        pair.setToleranceRate(1.0);
        pair.setAbsoluteTolerance(1e-5);
        pair.setRelativeTolerance(1e-4);
        pair.setKappa(differing == 0 ? null : Double.valueOf(0.97));
        pair.setKappaUndefined(differing == 0 ? "all labels are the same" : null);
        pair.setFlipRisk(differing == 0 ? 0 : 0.03125);
    }

    private void selfTests() {
        for (Run run : runs) {
            if (run.getBuild().getNumber() == 1 && run.getRunId().endsWith("-1")) {
                builder.accept(selfTest(run, SelfTestKind.REPEAT_AFTER_IDLE, SelfTestOutcome.PASSED, 0));
                builder.accept(selfTest(run, SelfTestKind.BATCH_POSITION, SelfTestOutcome.NOT_OFFERED, 0));
                boolean fails = run.getCompiler().equals("onnxruntime");
                builder.accept(selfTest(
                        run,
                        SelfTestKind.THREAD_COUNT,
                        fails ? SelfTestOutcome.FAILED : SelfTestOutcome.PASSED,
                        fails ? 12 : 0));
            }
        }
    }

    private SelfTest selfTest(Run run, SelfTestKind kind, SelfTestOutcome outcome, long mismatches) {
        return SelfTest.newBuilder()
                .setEngineId(run.getEngineId())
                .setEngineName(run.getEngineName())
                .setCompiler(run.getCompiler())
                .setArtefactDigest(run.getArtefactDigest())
                .setDeviceId(run.getDeviceId())
                .setModelDigest(run.getModelDigest())
                .setInputSetDigest(run.getInputSetDigest())
                .setKind(kind)
                .setOutcome(outcome)
                .setTrials(outcome == SelfTestOutcome.NOT_OFFERED ? 0 : INPUTS)
                .setMismatches(mismatches)
                .setEvidence(evidence(outcome, mismatches))
                .setAtNanos(SoakRecords.START)
                .build();
    }

    private static String evidence(SelfTestOutcome outcome, long mismatches) {
        if (outcome == SelfTestOutcome.NOT_OFFERED) {
            return "the engine takes a batch of one";
        }
        return mismatches == 0 ? "all digests equal" : "input 3 gave other outputs with 2 threads than with 1";
    }

    private void alert() {
        Alert firing = SoakRecords.alert("k", "autotvm-2-1", AlertState.FIRING, SoakRecords.START);
        firing.setKind("latency-drift");
        firing.setSubject("cls-autotvm");
        firing.setSize(4.1);
        firing.setSizeLow(3.2);
        firing.setSizeHigh(5.0);
        firing.setUnit("% change of p50");
        firing.setEvidence("p50 rose from 1.62 ms to 1.69 ms");
        builder.accept(firing);
        Alert resolved =
                SoakRecords.alert("k", "autotvm-2-1", AlertState.RESOLVED, SoakRecords.START + 90_000_000_000L);
        resolved.setKind("latency-drift");
        resolved.setSubject("cls-autotvm");
        builder.accept(resolved);
    }
}
