package io.soakline.sink.page;

import io.soakline.log.RecordCodec;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.CauseRecord;
import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.record.Factor;
import io.soakline.record.LatencyHistogram;
import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.Severity;
import io.soakline.record.SlowInference;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * A soak in memory: four engines of one model, taking turns on one device, with the records that the log would hold.
 * Same seed, same records. {@link #main} serves the page over it, to look at.
 */
final class PageFixture implements RecordFeed {

    static final long PANE_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final String DEVICE = "host-7f3a";
    static final String MODEL = "ch_ppocr_mobile_v2.0_cls_infer.onnx";

    static {
        // Makes Avro trust our records, which a field with a default needs.
        RecordCodec<Run> unused = RecordCodec.of(Run.class);
    }

    /** An engine as the fixture plays it. */
    record Player(String compiler, String name, double p50Nanos, double spread, double top1) {}

    static final List<Player> PLAYERS = List.of(
            new Player("tvm", "cls-tvm", 3.31e6, 0.045, 0.984375),
            new Player("autotvm", "cls-autotvm", 2.12e6, 0.06, 0.984375),
            new Player("autoscheduler", "cls-autoscheduler", 1.74e6, 0.05, 0.984375),
            new Player("onnxruntime", "cls-onnxruntime", 1.31e6, 0.11, 0.984375));

    private static final class Course {
        final Player player;
        final String runId;
        final Random random;
        long n;
        long sequence;
        long maxNanos;
        long panes;
        double disturbed = 1;

        Course(Player player, int index) {
            this.player = player;
            this.runId = "run-" + (index + 1) + "-" + player.compiler();
            this.random = new Random(42 + index);
        }
    }

    private final List<Course> courses = new ArrayList<>();
    private final long startNanos;
    private final Random random = new Random(7);
    private final Sinks.Many<Signal> signals = Sinks.many().replay().all();
    private long pane;

    /** @param start rounded down to a pane */
    PageFixture(Instant start, List<Player> players) {
        startNanos = Math.floorDiv(nanos(start), PANE_NANOS) * PANE_NANOS;
        for (int i = 0; i < players.size(); i++) {
            courses.add(new Course(players.get(i), i));
        }
    }

    @Override
    public Flux<Signal> follow() {
        return signals.asFlux();
    }

    void tell(SpecificRecordBase record) {
        signals.emitNext(new Told(record), Sinks.EmitFailureHandler.FAIL_FAST);
    }

    void tellUnreadable(String where, String reason) {
        signals.emitNext(new Unreadable(where, reason), Sinks.EmitFailureHandler.FAIL_FAST);
    }

    void caughtUp() {
        signals.emitNext(new CaughtUp(), Sinks.EmitFailureHandler.FAIL_FAST);
    }

    void fail(RuntimeException e) {
        signals.emitError(e, Sinks.EmitFailureHandler.FAIL_FAST);
    }

    void tellRuns() {
        courses.forEach(course -> tell(run(course, null)));
    }

    void tellPanes(int count) {
        for (int i = 0; i < count; i++) {
            tellPane();
        }
    }

    /** One pane of every engine, the windows after it, agreements and ten seconds of sensors. */
    void tellPane() {
        for (Course course : courses) {
            tellPaneOf(course);
        }
        tellAgreements();
        for (int second = 0; second < 10; second++) {
            tell(deviceBatch(startNanos + pane * PANE_NANOS + TimeUnit.SECONDS.toNanos(second)));
        }
        pane++;
    }

    /** From now on the engine is slower by this factor, in its tail four times as much. */
    void disturb(double factor) {
        courses.forEach(course -> course.disturbed = factor);
    }

    void tellEnd(int index, RunExit exit, String reason) {
        Course course = courses.get(index);
        tell(run(course, new RunEnd(nowNanos(), exit == RunExit.COMPLETED ? course.sequence : null, exit, reason)));
    }

    String runId(int index) {
        return courses.get(index).runId;
    }

    long nowNanos() {
        return startNanos + pane * PANE_NANOS;
    }

    Run run(int index) {
        return run(courses.get(index), null);
    }

    private Run run(Course course, @Nullable RunEnd end) {
        return Run.newBuilder()
                .setRunId(course.runId)
                .setDeviceId(DEVICE)
                .setEngineId("e0" + course.player.compiler())
                .setEngineName(course.player.name())
                .setCompiler(course.player.compiler())
                .setCompilerVersion("0.18.0")
                .setTarget("llvm -mcpu=x86-64-v3")
                .setConfigurationDigest("c0ffee")
                .setScheduleDigest(null)
                .setArtefactDigest("a47e")
                .setModelName(MODEL)
                .setModelDigest("e47acedf663230f8863ff1ab0e64dd2d82b838fabb5957146dab185a89d6215c")
                .setInputSetDigest("77aa")
                .setInputCount(64)
                .setInputLabels(List.of())
                .setDevice(Map.of("cpu", "x86-64, 2 cores", "memory", "16 GiB"))
                .setEnvironment(Map.of("affinity", "core 1", "governor", "not offered"))
                .setLoad(Load.newBuilder()
                        .setPattern(LoadPattern.CLOSED)
                        .setWaiting("none")
                        .build())
                .setProducerVersion("0.1.0")
                .setStartedAtNanos(startNanos)
                .setEnd(end)
                .build();
    }

    private void tellPaneOf(Course course) {
        Player player = course.player;
        double wander =
                1 + 0.012 * course.random.nextGaussian() + 0.03 * Math.sin(course.panes / 40.0 + player.spread() * 50);
        double p50 = player.p50Nanos() * wander * course.disturbed;
        double tail = 1 + player.spread() * (2.2 + 0.35 * Math.abs(course.random.nextGaussian()));
        double p99 = p50 * tail * Math.pow(course.disturbed, 3);
        long n = Math.round(PANE_NANOS / 4.0 / p50);
        long maxNanos = Math.round(p99 * (1.15 + Math.abs(course.random.nextGaussian()) * 0.5));
        course.n += n;
        course.panes++;
        course.maxNanos = Math.max(course.maxNanos, maxNanos);
        long start = startNanos + pane * PANE_NANOS;
        tell(paneRecord(course, start, n, maxNanos, p50));
        course.sequence += n;
        tell(window(course, "10s", start, 1, n, p50, p99, maxNanos));
        tell(window(course, "1m", Math.max(startNanos, start - 5 * PANE_NANOS), 6, 6 * n, p50, p99 * 1.01, maxNanos));
        tell(window(
                course,
                "run",
                startNanos,
                (int) course.panes,
                course.n,
                player.p50Nanos(),
                p99 * 1.02,
                course.maxNanos));
    }

    private PaneRecord paneRecord(Course course, long start, long n, long maxNanos, double p50) {
        return PaneRecord.newBuilder()
                .setRunId(course.runId)
                .setDeviceId(DEVICE)
                .setEngineId("e0" + course.player.compiler())
                .setModelDigest("e47a")
                .setInputSetDigest("77aa")
                .setPaneStartNanos(start)
                .setPaneNanos(PANE_NANOS)
                .setFirstSequence(course.sequence)
                .setLastSequence(course.sequence + n - 1)
                .setFirstStartNanos(start)
                .setLastEndNanos(start + PANE_NANOS - 1)
                .setInferences(n)
                .setWarmUp(0)
                .setMeasured(n)
                .setHarnessPaused(1)
                .setThrottled(0)
                .setNonFinite(0)
                .setLatencyMinNanos(Math.round(p50 * 0.94))
                .setLatencyMaxNanos(maxNanos)
                .setLatencySumNanos(Math.round(p50 * n))
                .setLatencySquareSumHigh(0)
                .setLatencySquareSumLow(0)
                .setSketchFormat("ddsketch/0.005/log/1")
                .setLatencySketch(ByteBuffer.allocate(0))
                .setResponseMaxNanos(maxNanos)
                .setResponseSumNanos(Math.round(p50 * n))
                .setResponseSketch(ByteBuffer.allocate(0))
                .setSlowest(List.of(SlowInference.newBuilder()
                        .setSequence(course.sequence + 3)
                        .setStartNanos(start + 4_200_000_000L)
                        .setLatencyNanos(maxNanos)
                        .setInputIndex(5)
                        .setFlags(0)
                        .build()))
                .setDeadlineNanos(null)
                .setDeadlineMisses(0)
                .setOutputs(List.of())
                .setDevice(List.of())
                .setLedger(new PaneLedger(n, 0L, 0L, 0L))
                .setClosedBy(PaneClose.NEXT_PANE)
                .build();
    }

    private WindowStats window(
            Course course, String name, long start, int panes, long n, double p50, double p99, long maxNanos) {
        Player player = course.player;
        VerdictRecord verdict = n < 1_000
                ? new VerdictRecord(VerdictState.INSUFFICIENT, n + " measured inferences, a verdict needs 1,000")
                : new VerdictRecord(
                        VerdictState.STEADY,
                        String.format(
                                "%,d inferences, nothing missing; outputs bit for bit repeatable in %,d repetitions,"
                                        + " differing rate below %.2g with 95 %% confidence",
                                n, n - 64, 3.0 / n));
        return WindowStats.newBuilder()
                .setRunId(course.runId)
                .setDeviceId(DEVICE)
                .setEngineId("e0" + player.compiler())
                .setEngineName(player.name())
                .setCompiler(player.compiler())
                .setModelDigest("e47a")
                .setInputSetDigest("77aa")
                .setWindow(name)
                .setStartNanos(start)
                .setEndNanos(startNanos + (pane + 1) * PANE_NANOS)
                .setPanes(panes)
                .setInferences(n)
                .setRatePerSecond(1e9 / p50)
                .setLatencyMinNanos(Math.round(p50 * 0.93))
                .setLatencyMeanNanos(p50 * 1.01)
                .setLatencyP50Nanos(p50)
                .setLatencyP90Nanos(p50 + (p99 - p50) * 0.45)
                .setLatencyP99Nanos(p99)
                .setLatencyP999Nanos(n < 1_000 ? null : Double.valueOf(Math.min((double) maxNanos, p99 * 1.16)))
                .setLatencyMaxNanos(maxNanos)
                .setCv(player.spread())
                .setInterquartileRangeNanos(p50 * player.spread())
                .setP99OverP50(p99 / p50)
                .setResponseP50Nanos(p50)
                .setResponseP99Nanos(p99)
                .setResponseMaxNanos(maxNanos)
                .setDeadlineNanos(null)
                .setDeadlineMisses(null)
                .setDeadlineMissRateUpper95(null)
                .setInputs(64)
                .setBitwiseRate(1.0)
                .setDistinctOutputs(64)
                .setMismatchRateUpper95(3.0 / (double) Math.max(1, n))
                .setNonFinite(0)
                .setHarnessPaused(panes)
                .setThrottled(0)
                .setTop1Accuracy(player.top1())
                .setCpuUtilisationPercent(52.0)
                .setEnergyJoulesPerInference(null)
                .setBuckets(histogram(p50, p99, maxNanos, n))
                .setMissing(0)
                .setLatencyQuantiles(List.of(
                        new QuantileRecord(0.99, p99, p99 * 0.985, p99 * 1.02, 299L),
                        new QuantileRecord(
                                0.999,
                                n < 2_994 ? null : Double.valueOf(p99 * 1.16),
                                n < 2_994 ? null : Double.valueOf(p99 * 1.1),
                                null,
                                2_994L)))
                .setJitterP999OverP50Nanos(p99 * 1.16 - p50)
                .setStepMeanNanos(p50 * player.spread() * 0.5)
                .setAutocorrelationLag1(0.21)
                .setSlowestCauses(Map.of("HARNESS_PAUSE", 3L, "CPU_PRESSURE", 14L))
                .setReferencePanes((int) Math.min(360, course.panes))
                .setVerdict(verdict)
                .build();
    }

    private static LatencyHistogram histogram(double p50, double p99, long maxNanos, long n) {
        int buckets = 48;
        double low = Math.log(p50 * 0.93);
        double high = Math.log((double) maxNanos);
        double sigma = Math.log(p99 / p50) / 2.6;
        List<Double> edges = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 1; i <= buckets; i++) {
            double middle = low + (high - low) * (i - 0.5) / buckets;
            double z = (middle - Math.log(p50)) / (middle < Math.log(p50) ? sigma * 0.45 : sigma);
            double density = Math.exp(-z * z / 2) + 2e-4 * Math.exp(-Math.abs(z) / 6);
            edges.add(Math.exp(low + (high - low) * i / buckets));
            counts.add(i == buckets ? 1L : Math.round(n * density * 0.06));
        }
        return new LatencyHistogram(edges, counts);
    }

    private void tellAgreements() {
        for (int a = 0; a < courses.size(); a++) {
            for (int b = a + 1; b < courses.size(); b++) {
                boolean tvms = b < 3 && a < 3;
                tell(Agreement.newBuilder()
                        .setModelDigest("e47a")
                        .setInputSetDigest("77aa")
                        .setRunA(courses.get(a).runId)
                        .setRunB(courses.get(b).runId)
                        .setEngineA(courses.get(a).player.name())
                        .setEngineB(courses.get(b).player.name())
                        .setFactor(Factor.COMPILER)
                        .setAsOfNanos(startNanos + (pane + 1) * PANE_NANOS)
                        .setInputs(64)
                        .setBitwiseRate(tvms ? (a == 0 && b == 1 ? 0.59375 : 0.046875) : 0.0)
                        .setTop1Rate(1.0)
                        .setMaxAbs(tvms ? 4.17e-7 : 1.28e-6)
                        .build());
            }
        }
    }

    private DeviceBatch deviceBatch(long atNanos) {
        double busy = Math.min(100, 54 + 4 * random.nextGaussian() + (courses.get(0).disturbed > 1 ? 40 : 0));
        return DeviceBatch.newBuilder()
                .setDeviceId(DEVICE)
                .setSampler("host")
                .setFirstSequence(0)
                .setClockOffsetNanos(0)
                .setSampleAtNanos(List.of(atNanos))
                .setChannels(List.of(
                        channel("cpuUtilisationPercent", "cpu", busy, null),
                        channel("cpuUtilisationPercent", "cpu0", busy * 0.6, null),
                        channel("cpuUtilisationPercent", "cpu1", 97 + random.nextGaussian(), null),
                        channel("frequencyMegahertz", "cpu0", 2_600 + 60 * random.nextGaussian(), null),
                        channel("cpuPressurePercent", "some avg10", 3 + Math.abs(random.nextGaussian()), null),
                        channel(
                                "temperatureCelsius",
                                "x86_pkg_temp",
                                null,
                                "no thermal zone is exposed to this machine"),
                        channel("energyJoules", "package-0", null, "/sys/class/powercap is not readable")))
                .build();
    }

    private static DeviceChannel channel(
            String quantity, String sensor, @Nullable Double value, @Nullable String notOffered) {
        return DeviceChannel.newBuilder()
                .setQuantity(quantity)
                .setSensor(sensor)
                .setCounter(quantity.equals("energyJoules"))
                .setAveragingNanos(null)
                .setNotOffered(notOffered)
                .setValues(value == null ? List.of() : List.of(value))
                .build();
    }

    Alert alert(String kind, Severity severity, AlertState state, String evidence) {
        return Alert.newBuilder()
                .setAlertKey(kind + "/x")
                .setKind(kind)
                .setSubject(courses.get(0).player.name())
                .setRunId(courses.get(0).runId)
                .setSeverity(severity)
                .setState(state)
                .setSinceNanos(nowNanos())
                .setUpdatedAtNanos(nowNanos())
                .setSize(null)
                .setSizeLow(null)
                .setSizeHigh(null)
                .setEvidence(evidence)
                .setCauseHint(null)
                .build();
    }

    /** As the processors tell of drift: size with interval, cause, and when the change began. */
    Alert drift(int index, AlertState state, long sinceNanos) {
        Player player = courses.get(index).player;
        return Alert.newBuilder(alert(
                        "latency-drift",
                        Severity.WARNING,
                        state,
                        "the p50 of " + player.name() + " rose from " + Math.round(player.p50Nanos() / 1e3) + " µs by"
                                + " 25 %, e-detector on innovations, evidence e^17.2 against e^13.5."))
                .setAlertKey("latency-drift/" + player.name() + "/level")
                .setSubject(player.name())
                .setRunId(courses.get(index).runId)
                .setDeviceId(DEVICE)
                .setGroup(DEVICE)
                .setSinceNanos(sinceNanos)
                .setSize(25.2)
                .setSizeLow(23.8)
                .setSizeHigh(26.7)
                .setUnit("% change of p50")
                .setChangeAtNanos(sinceNanos - 3 * PANE_NANOS)
                .setChangeFromNanos(sinceNanos - 4 * PANE_NANOS)
                .setChangeToNanos(sinceNanos - 2 * PANE_NANOS)
                .setExpectedByChancePerWeek(1.0)
                .setCauses(List.of(
                        new CauseRecord("CPU_PRESSURE", "tasks waited for a core 38 % of the time, before 2 %")))
                .build();
    }

    private static long nanos(Instant at) {
        return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    }

    /** Serves a soak of {@code minutes} on {@code port}: the scenario is steady, disturbed, recovered, building or broken. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int minutes = Integer.parseInt(arguments[1]);
        String scenario = arguments[2];
        LivePage page = LivePage.start(PageSettings.loopback(port));
        page.stage("tvm", 1, "built in 41 s");
        if (scenario.equals("building")) {
            page.stage("autotvm", 0.62, "task 8 of 13: conv2d_NCHWc.x86");
            page.stage("autoscheduler", -1, "waiting for its turn");
            page.stageFailed("onnxruntime", "the model file is corrupt at byte 1024; fetch it again");
        } else {
            page.attach(playedFor(page, minutes, scenario), "memory");
        }
        System.err.println(page.url());
        // Serves until the process is ended.
        Flux.never().blockLast();
    }

    private static PageFixture playedFor(LivePage page, int minutes, String scenario) {
        PageFixture fixture = new PageFixture(Instant.now().minus(Duration.ofMinutes(minutes)), PLAYERS);
        fixture.tellRuns();
        int panes = minutes * 6;
        fixture.tellPanes(panes * 2 / 3);
        if (!scenario.equals("steady")) {
            page.mark(Instant.ofEpochSecond(fixture.nowNanos() / 1_000_000_000L), "cpu disturbed");
            fixture.disturb(1.25);
        }
        fixture.tellPanes(Math.min(3, panes / 6));
        long since = fixture.nowNanos();
        if (!scenario.equals("steady")) {
            for (int i = 0; i < PLAYERS.size(); i++) {
                fixture.tell(fixture.drift(i, AlertState.FIRING, since));
            }
        }
        fixture.tellPanes(panes / 6);
        fixture.disturb(1);
        fixture.tellPanes(Math.max(0, panes - panes * 2 / 3 - panes / 6 - 3));
        if (scenario.equals("recovered")) {
            page.mark(Instant.ofEpochSecond(fixture.nowNanos() / 1_000_000_000L), "cpu left alone");
            for (int i = 0; i < PLAYERS.size(); i++) {
                fixture.tell(fixture.drift(i, AlertState.RESOLVED, since));
            }
        }
        if (scenario.equals("broken")) {
            fixture.tellEnd(1, RunExit.KILLED, "killed by signal 9");
            fixture.tellUnreadable("soakline.panes-0 offset 17", "not a record");
        }
        fixture.caughtUp();
        Flux.interval(Duration.ofNanos(PANE_NANOS)).subscribe(tick -> fixture.tellPane());
        return fixture;
    }
}
