package io.soakline.flow;

import io.soakline.cause.Attribution;
import io.soakline.cause.Span;
import io.soakline.flow.policy.AlertKind;
import io.soakline.flow.policy.AlertRule;
import io.soakline.flow.policy.FlowPolicy;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.CauseRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.statistics.ClopperPearson;
import io.soakline.statistics.Loss;
import io.soakline.statistics.Repeatability;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What of a run is to be alerted about, pane by pane: budgets that are exceeded while it goes on, and what its outputs,
 * its telemetry and its end say about the engine.
 */
final class RunConditions {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final double CONFIDENCE = 0.95;
    private static final List<AlertKind> ENDING_WITH_THE_RUN =
            List.of(AlertKind.DEADLINE_MISSES, AlertKind.THROTTLING, AlertKind.POWER_BUDGET, AlertKind.CORE_CONTENTION);

    private final FlowPolicy policy;
    private final Attribution attribution = new Attribution();
    private final OutputCatalog known;

    RunConditions(FlowPolicy policy, OutputCatalog known) {
        this.policy = policy;
        this.known = known;
    }

    /** One run at one pane. */
    record Look(RunState state, @Nullable Run run, Loss loss, DeviceLevels device, AlertDesk desk, long atNanos) {

        RunIdentity identity() {
            return state.identity;
        }

        String key(AlertKind kind) {
            return kind.id() + "/" + identity().runId();
        }

        String subject() {
            return run == null ? identity().engineId() : run.getEngineName();
        }
    }

    /** @param lastPane whether the run ended with this pane */
    void judge(Look look, boolean lastPane) {
        lost(look);
        if (look.state().ended && !lastPane) {
            return;
        }
        repeatability(look);
        nonFinite(look);
        PaneFacts minute = look.state().recent.last(MINUTE);
        if (lastPane) {
            for (AlertKind kind : ENDING_WITH_THE_RUN) {
                look.desk().end(look.key(kind), "the run ended while it was so", look.atNanos());
            }
            crashed(look);
        } else {
            deadline(look, look.state().recent.last(RunWindows.ALERTING_NANOS));
            throttling(look, minute);
            power(look, minute);
        }
    }

    /** A measured pane of another run of the engine on the device: what the earlier ones left behind is over. */
    void newRun(Look look, RunState earlier) {
        String why = "run " + look.identity().runId() + " of the engine goes on without it";
        earlier.lasting.forEach(key -> look.desk().end(key, why, look.atNanos()));
        earlier.lasting.clear();
    }

    static String crashKey(StreamKey stream) {
        return AlertKind.ENGINE_CRASHED.id() + "/" + stream;
    }

    private void crashed(Look look) {
        RunEnd end = look.run() == null ? null : look.run().getEnd();
        if (end == null || end.getExit() == RunExit.COMPLETED) {
            return;
        }
        String key = crashKey(StreamKey.of(look.identity()));
        Alert alert = alert(look, AlertKind.ENGINE_CRASHED)
                .setAlertKey(key)
                .setEvidence(String.format(
                        Locale.ROOT, "run %s ended as %s: %s", look.identity().runId(), end.getExit(), reason(end)))
                .build();
        look.desk().observe(key, policy.rule(AlertKind.ENGINE_CRASHED), alert, "", look.atNanos());
    }

    /** The engine has crashed before and this run of it goes on. */
    void recovered(Look look) {
        look.desk()
                .observe(
                        crashKey(StreamKey.of(look.identity())),
                        policy.rule(AlertKind.ENGINE_CRASHED),
                        null,
                        "run " + look.identity().runId() + " of the engine goes on",
                        look.atNanos());
    }

    static String reason(RunEnd end) {
        return end.getReason().isEmpty() ? "no reason given" : end.getReason();
    }

    private void repeatability(Look look) {
        OutputWatch.Broken broken = look.state().outputs.broken();
        Alert alert = null;
        if (broken != null) {
            Repeatability outputs = broken.figures();
            double share = (double) outputs.mismatches() / outputs.trials();
            alert = isExceeded(AlertKind.REPEATABILITY_BROKEN, share)
                    ? alert(look, AlertKind.REPEATABILITY_BROKEN)
                            .setSize(share)
                            .setSizeHigh(outputs.mismatchRateUpper95())
                            .setEvidence(String.format(
                                    Locale.ROOT,
                                    "%,d of %,d repetitions gave another output than usual for their input (%,d distinct"
                                            + " outputs of %,d inputs), on %s",
                                    outputs.mismatches(),
                                    outputs.trials(),
                                    outputs.distinctOutputs(),
                                    outputs.inputs(),
                                    differing(look, broken)))
                            .setCauseHint("a kernel with a varying order of additions, a data race, or uninitialised"
                                    + " memory")
                            .build()
                    : null;
        }
        lasting(look, AlertKind.REPEATABILITY_BROKEN, alert, "no differing output in the last ten minutes");
    }

    private String differing(Look look, OutputWatch.Broken broken) {
        RunIdentity run = look.identity();
        return new DifferingOutputs(known.of(run.modelDigest(), run.inputSetDigest())).describe(broken.inputs());
    }

    private void nonFinite(Look look) {
        PaneFacts window = look.state().recent.last(RunWindows.ALERTING_NANOS);
        double share = window.share(window.nonFinite());
        Alert alert = null;
        if (window.nonFinite() > 0 && isExceeded(AlertKind.NON_FINITE_OUTPUT, share)) {
            alert = alert(look, AlertKind.NON_FINITE_OUTPUT)
                    .setSize(share)
                    .setSizeHigh(ClopperPearson.upper(window.nonFinite(), window.measured(), CONFIDENCE))
                    .setEvidence(String.format(
                            Locale.ROOT,
                            "%,d of %,d outputs hold a NaN or an infinity",
                            window.nonFinite(),
                            window.measured()))
                    .setCauseHint("overflow in reduced precision, or uninitialised memory")
                    .build();
        }
        lasting(look, AlertKind.NON_FINITE_OUTPUT, alert, "none in the last ten minutes");
    }

    private void lost(Look look) {
        Loss loss = look.loss();
        Alert alert = null;
        if (isExceeded(AlertKind.TELEMETRY_LOST, (double) loss.lost())) {
            alert = alert(look, AlertKind.TELEMETRY_LOST)
                    .setSize((double) loss.lost())
                    .setEvidence(String.format(
                            Locale.ROOT,
                            "%,d sequence numbers never came, beside %,d inferences that did",
                            loss.lost(),
                            loss.received()))
                    .setCauseHint("the producer dropped batches, died with batches in hand, or the log lost records")
                    .build();
        }
        lasting(look, AlertKind.TELEMETRY_LOST, alert, "they came late");
    }

    /** An alert that stays when the run ends, until another run of the engine shows that it is over. */
    private void lasting(Look look, AlertKind kind, @Nullable Alert alert, String gone) {
        String key = look.key(kind);
        if (alert != null) {
            look.state().lasting.add(key);
        }
        look.desk().observe(key, policy.rule(kind), alert, gone, look.atNanos());
    }

    private void deadline(Look look, PaneFacts window) {
        double low = window.misses() == 0 ? 0 : lower(window.misses(), window.measured());
        Alert alert = null;
        if (isExceeded(AlertKind.DEADLINE_MISSES, low)) {
            double limit = limit(AlertKind.DEADLINE_MISSES);
            alert = alert(look, AlertKind.DEADLINE_MISSES)
                    .setSize(window.share(window.misses()))
                    .setSizeLow(low)
                    .setSizeHigh(ClopperPearson.upper(window.misses(), window.measured(), CONFIDENCE))
                    .setEvidence(String.format(
                            Locale.ROOT,
                            "%,d of %,d inferences of the last ten minutes missed their deadline: more than %.3g with"
                                    + " 95 %% confidence, the budget is %.3g",
                            window.misses(),
                            window.measured(),
                            low,
                            limit))
                    .build();
            explain(look, alert, window);
        }
        observe(look, AlertKind.DEADLINE_MISSES, alert, "within the budget again");
    }

    private static double lower(long k, long n) {
        return 1 - ClopperPearson.upper(n - k, n, CONFIDENCE);
    }

    private void throttling(Look look, PaneFacts window) {
        double share = window.share(window.throttled());
        Alert alert = null;
        if (window.throttled() > 0 && isExceeded(AlertKind.THROTTLING, share)) {
            alert = alert(look, AlertKind.THROTTLING)
                    .setSize(share)
                    .setEvidence(String.format(
                            Locale.ROOT,
                            "the device throttled during %,d of %,d inferences of the last minute (%.1f %%, the limit"
                                    + " is %.1f %%)",
                            window.throttled(),
                            window.measured(),
                            100 * share,
                            100 * limit(AlertKind.THROTTLING)))
                    .build();
            explain(look, alert, window);
        }
        observe(look, AlertKind.THROTTLING, alert, "below the limit again");
    }

    /**
     * Says that the engine has to share its core. Latencies of then are those of a machine at work on something else, and
     * no change of the engine, however large; where a reference is too short to tell, this is all there is to go by.
     */
    void contention(Look look, Disturbance.Taken taken) {
        Alert alert = null;
        if (taken.disturbed() && isExceeded(AlertKind.CORE_CONTENTION, taken.percent())) {
            String usually = Double.isNaN(taken.usualPercent())
                    ? "not known"
                    : String.format(Locale.ROOT, "%.1f %%", taken.usualPercent());
            alert = alert(look, AlertKind.CORE_CONTENTION)
                    .setSize(taken.percent())
                    .setEvidence(String.format(
                            Locale.ROOT,
                            taken.stolen()
                                    ? "other guests of the machine had the core for %.0f %% of the time in the last pane;"
                                            + " in the quieter panes before: %s"
                                    : "the engine waited for its core for %.0f %% of the time in the last pane; in the"
                                            + " quieter panes before: %s",
                            taken.percent(),
                            usually))
                    .setCauseHint(
                            taken.stolen()
                                    ? "another guest on the same host"
                                    : "another program on the engine's core: look for it with top, and keep it off with"
                                            + " taskset or cgroups")
                    .build();
        }
        observe(look, AlertKind.CORE_CONTENTION, alert, "the core is the engine's again");
    }

    private void power(Look look, PaneFacts window) {
        Alert alert = null;
        if (window.powerPanes() > 0 && isExceeded(AlertKind.POWER_BUDGET, window.milliwatts())) {
            alert = alert(look, AlertKind.POWER_BUDGET)
                    .setSize(window.milliwatts())
                    .setEvidence(String.format(
                            Locale.ROOT,
                            "the device drew %,.0f mW on average of the last minute, the budget is %,.0f mW",
                            window.milliwatts(),
                            limit(AlertKind.POWER_BUDGET)))
                    .build();
        }
        observe(look, AlertKind.POWER_BUDGET, alert, "within the budget again");
    }

    private void observe(Look look, AlertKind kind, @Nullable Alert alert, String gone) {
        look.desk().observe(look.key(kind), policy.rule(kind), alert, gone, look.atNanos());
    }

    /** Once, when it begins: later on the same answer is repeated. */
    private void explain(Look look, Alert alert, PaneFacts window) {
        Alert before = look.desk().active(alert.getAlertKey());
        List<CauseRecord> causes = before != null
                ? before.getCauses()
                : Causes.records(
                        attribution.explain(
                                Span.of(look.identity().runId(), window.startNanos(), window.endNanos(), true)
                                        .withShares(
                                                window.share(window.paused()), 0, window.share(window.throttled()), 0),
                                look.device().surroundings()),
                        window.slowest());
        Causes.set(alert, causes);
    }

    private boolean isExceeded(AlertKind kind, double figure) {
        Double limit = policy.rule(kind).limit();
        return limit != null && figure > limit;
    }

    private double limit(AlertKind kind) {
        Double limit = policy.rule(kind).limit();
        return limit == null ? Double.NaN : limit;
    }

    private Alert.Builder alert(Look look, AlertKind kind) {
        AlertRule rule = policy.rule(kind);
        return Alert.newBuilder()
                .setAlertKey(look.key(kind))
                .setKind(kind.id())
                .setSubject(look.subject())
                .setRunId(look.identity().runId())
                .setDeviceId(look.identity().deviceId())
                .setGroup(look.identity().deviceId())
                .setSeverity(rule.severity())
                .setState(AlertState.FIRING)
                .setSinceNanos(look.atNanos())
                .setUpdatedAtNanos(look.atNanos())
                .setUnit(kind.unit());
    }
}
