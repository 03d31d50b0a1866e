package io.soakline.sink.page;

import io.soakline.log.ExampleRecords;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.CauseRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.Severity;
import io.soakline.record.WindowStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * A soak in memory: four engines of one model, taking turns on one device, with the records that the log would hold.
 * Same seed, same records.
 */
final class PageFixture implements RecordFeed {

    static final long PANE_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final String DEVICE = "host-7f3a";
    static final String MODEL = "ch_ppocr_mobile_v2.0_cls_infer.onnx";

    /** An engine as the fixture plays it. */
    record Player(String compiler, String name, double p50Nanos, double spread, double top1) {}

    static final List<Player> PLAYERS = List.of(
            new Player("tvm", "cls-tvm", 3.31e6, 0.045, 0.984375),
            new Player("autotvm", "cls-autotvm", 2.12e6, 0.06, 0.984375),
            new Player("autoscheduler", "cls-autoscheduler", 1.74e6, 0.05, 0.984375),
            new Player("onnxruntime", "cls-onnxruntime", 1.31e6, 0.11, 0.984375));

    static final class Course {
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
        courses.forEach(course -> tell(PlayedRecords.run(course, startNanos, null)));
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
            tell(PlayedRecords.device(
                    startNanos + pane * PANE_NANOS + TimeUnit.SECONDS.toNanos(second),
                    courses.get(0).disturbed > 1,
                    random));
        }
        pane++;
    }

    /** From now on the engine is slower by this factor, in its tail four times as much. */
    void disturb(double factor) {
        courses.forEach(course -> course.disturbed = factor);
    }

    void tellEnd(int index, RunExit exit, String reason) {
        Course course = courses.get(index);
        tell(PlayedRecords.run(
                course,
                startNanos,
                new RunEnd(nowNanos(), exit == RunExit.COMPLETED ? course.sequence : null, exit, reason)));
    }

    String runId(int index) {
        return courses.get(index).runId;
    }

    long nowNanos() {
        return startNanos + pane * PANE_NANOS;
    }

    Run run(int index) {
        return PlayedRecords.run(courses.get(index), startNanos, null);
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
        tell(PlayedRecords.pane(course, start, n, maxNanos, p50));
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

    private WindowStats window(
            Course course, String name, long start, int panes, long n, double p50, double p99, long maxNanos) {
        WindowStats window = PlayedRecords.window(course, name, n, p50, p99, maxNanos);
        window.setStartNanos(start);
        window.setEndNanos(startNanos + (pane + 1) * PANE_NANOS);
        window.setPanes(panes);
        window.setHarnessPaused(panes);
        return window;
    }

    private void tellAgreements() {
        for (int a = 0; a < courses.size(); a++) {
            for (int b = a + 1; b < courses.size(); b++) {
                boolean tvms = b < 3 && a < 3;
                Agreement pair = PlayedRecords.agreement(courses.get(a), courses.get(b));
                pair.setAsOfNanos(startNanos + (pane + 1) * PANE_NANOS);
                pair.setBitwiseRate(tvms ? (a == 0 && b == 1 ? 0.59375 : 0.046875) : 0.0);
                pair.setMaxAbs(tvms ? 4.17e-7 : 1.28e-6);
                tell(pair);
            }
        }
    }

    Alert alert(String kind, Severity severity, AlertState state, String evidence) {
        Alert alert = ExampleRecords.alert(kind + "/x", state, nowNanos());
        alert.setKind(kind);
        alert.setSubject(courses.get(0).player.name());
        alert.setRunId(courses.get(0).runId);
        alert.setSeverity(severity);
        alert.setSinceNanos(nowNanos());
        alert.setEvidence(evidence);
        return alert;
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
}
