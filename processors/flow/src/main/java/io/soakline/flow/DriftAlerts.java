package io.soakline.flow;

import io.soakline.cause.Attribution;
import io.soakline.cause.Control;
import io.soakline.cause.Span;
import io.soakline.drift.DriftAlarm;
import io.soakline.drift.DriftDirection;
import io.soakline.drift.DriftFeature;
import io.soakline.drift.DriftStep;
import io.soakline.flow.policy.AlertKind;
import io.soakline.flow.policy.AlertRule;
import io.soakline.flow.policy.DriftPolicy;
import io.soakline.flow.policy.FlowPolicy;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.CauseRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** From what the monitors of a partition's streams say to alerts with size, cause and group. */
final class DriftAlerts {

    /** How much of what came before a change the other engines are compared with. */
    private static final long CONTROL_NANOS = Duration.ofMinutes(10).toNanos();

    private final DriftPolicy policy;
    private final AlertDesk desk;
    private final AlertGroups groups;
    private final Attribution attribution = new Attribution();

    DriftAlerts(FlowPolicy policy, AlertDesk desk) {
        this.policy = policy.drift();
        this.desk = desk;
        groups = new AlertGroups(policy.groupWithin().toNanos());
    }

    private AlertRule rule(DriftFeature feature) {
        return switch (feature) {
            case LEVEL -> policy.level();
            case SPREAD -> policy.spread();
            case TAIL -> policy.tail();
            case PERIODIC -> policy.periodic();
        };
    }

    /** @param beside the other streams of the device; asked for only when there is an alarm */
    void judge(
            StreamState stream,
            DriftStep step,
            RunIdentity run,
            List<StreamState> beside,
            DeviceLevels device,
            long atNanos) {
        String restarted = stream.monitor.restarted();
        if (restarted != null) {
            stream.drifted.keySet().forEach(feature -> desk.end(stream.alertKey(feature), restarted, atNanos));
            stream.drifted.clear();
        }
        step.recovered().forEach(stream.drifted::remove);
        for (DriftAlarm alarm : step.alarms()) {
            if (rule(alarm.feature()).on() && matters(alarm)) {
                ring(stream, alarm, run, beside, device, atNanos);
            }
        }
        for (DriftFeature feature : DriftFeature.values()) {
            desk.observe(
                    stream.alertKey(feature),
                    rule(feature),
                    stream.drifted.get(feature),
                    "back at the reference",
                    atNanos);
        }
    }

    private boolean matters(DriftAlarm alarm) {
        return !Double.isFinite(alarm.ratio()) || Math.abs(Math.log(alarm.ratio())) >= Math.log(policy.minimumRatio());
    }

    private void ring(
            StreamState stream,
            DriftAlarm alarm,
            RunIdentity run,
            List<StreamState> beside,
            DeviceLevels device,
            long atNanos) {
        Alert alert = alert(stream, alarm, run, stream.subject, atNanos);
        List<CauseRecord> causes = causes(stream, alarm, run, beside, device, atNanos);
        Causes.set(alert, causes);
        String key = alert.getAlertKey();
        String cause = StreamState.firstCause(causes);
        List<String> together = groups.accept(stream.key, key, cause, atNanos);
        if (!together.isEmpty()) {
            String group = AlertGroups.name(run.deviceId(), cause);
            alert.setGroup(group);
            together.forEach(other -> desk.regroup(other, group, atNanos));
        }
        stream.drifted.put(alarm.feature(), alert);
    }

    private List<CauseRecord> causes(
            StreamState stream,
            DriftAlarm alarm,
            RunIdentity run,
            List<StreamState> beside,
            DeviceLevels device,
            long atNanos) {
        long from = Math.min(alarm.changeAtNanos(), atNanos - 1);
        device.trust(Math.min(from, alarm.changeFromNanos()));
        PaneFacts since = stream.recent.sum(pane -> pane.endNanos() > from);
        PaneFacts before = stream.recent.sum(pane -> pane.endNanos() <= from);
        boolean slower = alarm.direction() == DriftDirection.UP || alarm.feature() == DriftFeature.PERIODIC;
        Span span = Span.of(run.runId(), from, atNanos, slower)
                .withShares(
                        since.share(since.paused()),
                        before.share(before.paused()),
                        since.share(since.throttled()),
                        before.share(before.throttled()))
                .withControls(controls(beside, alarm.feature(), from));
        return Causes.records(attribution.explain(span, device.surroundings()), since.slowest());
    }

    /** The other engines of the device: interleaved with this one, they met the same heat, clocks and neighbours. */
    private static List<Control> controls(List<StreamState> beside, DriftFeature feature, long fromNanos) {
        boolean body = feature == DriftFeature.LEVEL || feature == DriftFeature.PERIODIC;
        ToDoubleFunction<PaneFacts> figure = body ? PaneFacts::p50Nanos : PaneFacts::p99Nanos;
        return beside.stream()
                .map(other -> new Control(
                        other.subject,
                        body ? "p50" : "p99",
                        other.recent.figures(
                                pane -> pane.endNanos() <= fromNanos && pane.endNanos() > fromNanos - CONTROL_NANOS,
                                figure),
                        other.recent.figures(pane -> pane.endNanos() > fromNanos, figure)))
                .toList();
    }

    private Alert alert(StreamState stream, DriftAlarm alarm, RunIdentity run, String engineName, long atNanos) {
        boolean sized = Double.isFinite(alarm.ratio());
        return Alert.newBuilder()
                .setAlertKey(stream.alertKey(alarm.feature()))
                .setKind(AlertKind.LATENCY_DRIFT.id())
                .setSubject(engineName)
                .setRunId(run.runId())
                .setDeviceId(run.deviceId())
                .setGroup(run.deviceId())
                .setSeverity(rule(alarm.feature()).severity())
                .setState(AlertState.FIRING)
                .setSinceNanos(atNanos)
                .setUpdatedAtNanos(atNanos)
                .setSize(finitePercent(alarm.ratio()))
                .setSizeLow(finitePercent(alarm.ratioLow()))
                .setSizeHigh(finitePercent(alarm.ratioHigh()))
                .setUnit(sized ? "% change of " + alarm.quantity() : "")
                .setEvidence(DriftWords.evidence(alarm, engineName, run.deviceId()))
                .setChangeAtNanos(alarm.changeAtNanos())
                .setChangeFromNanos(alarm.changeFromNanos())
                .setChangeToNanos(alarm.changeToNanos())
                .setLogEvidence(alarm.logEvidence())
                .setLogThreshold(alarm.logThreshold())
                .setExpectedByChancePerWeek(alarm.expectedByChancePerWeek())
                .build();
    }

    private static @Nullable Double finitePercent(double ratio) {
        return Double.isFinite(ratio) ? Double.valueOf(DriftWords.percent(ratio)) : null;
    }

    /** No run of the stream goes on: nobody can tell whether it would have recovered. */
    void streamEnded(StreamState stream, long atNanos) {
        for (DriftFeature feature : stream.drifted.keySet()) {
            desk.end(stream.alertKey(feature), "the run ended, and it had not gone back until then", atNanos);
        }
    }

    /** Why the stream is judged drifted; null while no alert about it fires. */
    @Nullable
    String reason(StreamState stream) {
        for (DriftFeature feature : DriftFeature.values()) {
            Alert alert = desk.active(stream.alertKey(feature));
            if (alert != null && desk.isFiring(stream.alertKey(feature))) {
                return alert.getEvidence();
            }
        }
        return null;
    }
}
