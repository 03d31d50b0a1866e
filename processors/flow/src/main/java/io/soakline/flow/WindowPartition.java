package io.soakline.flow;

import io.soakline.drift.DriftPane;
import io.soakline.drift.DriftSettings;
import io.soakline.drift.DriftStep;
import io.soakline.drift.FalseAlarmBudget;
import io.soakline.flow.policy.DriftPolicy;
import io.soakline.record.Baseline;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.statistics.Loss;
import io.soakline.statistics.PaneSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the panes topic: its runs, streams and devices, and what there is to alert about them. A function of
 * its panes in their order and of what is known of runs and baselines: a refill and a replay come to the same.
 */
final class WindowPartition {

    private final FlowSettings settings;
    private final RunCatalog catalog;
    private final boolean replay;
    private final AlertDesk desk;
    private final DriftAlerts drift;
    private final RunConditions conditions;
    private final Outbox outbox;
    private final DriftSettings driftSettings;
    private final FalseAlarmBudget budget;
    private final Map<String, RunState> runs = new HashMap<>();
    private final Map<StreamKey, StreamState> streams = new HashMap<>();
    private final Map<String, DeviceState> devices = new HashMap<>();

    /** @param replay whether all panes are from the past and baselines have been decided later than most of them */
    WindowPartition(FlowSettings settings, RunCatalog catalog, AlertBook book, Outbox outbox, boolean replay) {
        this.settings = settings;
        this.catalog = catalog;
        this.replay = replay;
        this.outbox = outbox;
        desk = new AlertDesk(book, outbox);
        drift = new DriftAlerts(settings.policy(), desk);
        conditions = new RunConditions(settings.policy(), catalog.outputs());
        DriftPolicy policy = settings.policy().drift();
        driftSettings = DriftSettings.DEFAULT
                .withReferencePanes(policy.referencePanes())
                .withAlarmsPerStreamWeek(policy.alarmsPerStreamWeek())
                .withPaneNanos(settings.grid().paneNanos());
        Double fleet = policy.alarmsPerFleetWeek();
        budget = new FalseAlarmBudget(policy.alarmsPerStreamWeek(), fleet == null ? Double.POSITIVE_INFINITY : fleet);
    }

    /**
     * A pane that was worked in.
     *
     * @param last whether it is the run's last
     * @param drifted why its stream is judged drifted; null when it is not
     */
    record Accepted(
            RunState run,
            StreamState stream,
            DeviceState device,
            @Nullable Run description,
            PaneSummary pane,
            boolean last,
            @Nullable String drifted) {}

    /** @param telling whether what is new is to be told; not while the partition is refilled */
    Accepted accept(PaneRecord record, PaneSummary pane, boolean telling) {
        RunIdentity identity = RunIdentity.of(record);
        RunState run = runs.computeIfAbsent(
                identity.runId(), id -> new RunState(identity, settings.grid().paneNanos()));
        DeviceState device = devices.computeIfAbsent(identity.deviceId(), id -> new DeviceState());
        StreamState stream = streams.computeIfAbsent(StreamKey.of(identity), key -> {
            StreamState begun = new StreamState(key, new StreamMonitor(key, driftSettings));
            device.streams.add(begun);
            return begun;
        });
        boolean last = record.getClosedBy() == PaneClose.RUN_END;
        Run description = catalog.run(identity.runId());
        workIn(run, stream, device, pane, PaneFacts.of(record, pane));
        desk.tell(telling);
        PaneSummary total = run.windows.total();
        RunConditions.Look look = new RunConditions.Look(
                run, description, total == null ? Loss.NONE : total.loss(), device.levels, desk, pane.endNanos());
        if (!run.ended) {
            stream.openRuns.add(identity.runId());
        }
        if (pane.measured() > 0) {
            endWhatIsLeft(stream, look);
            watch(stream, identity, look, device, pane, telling);
        }
        conditions.judge(look, last);
        if (last && hasCrashed(description)) {
            stream.crashedRun = identity.runId();
        }
        return new Accepted(run, stream, device, description, pane, last, drift.reason(stream));
    }

    private static void workIn(
            RunState run, StreamState stream, DeviceState device, PaneSummary pane, PaneFacts facts) {
        run.windows.accept(pane, facts);
        run.recent.accept(facts);
        run.outputs.accept(pane);
        stream.recent.accept(facts);
        stream.windows.accept(run, pane, facts);
        device.windows.accept(run, pane, facts);
        device.energy.accept(run.identity.runId(), pane);
    }

    private static boolean hasCrashed(@Nullable Run run) {
        RunEnd end = run == null ? null : run.getEnd();
        return end != null && end.getExit() != RunExit.COMPLETED;
    }

    /** Of earlier runs of the stream, which this one follows. */
    private void endWhatIsLeft(StreamState stream, RunConditions.Look look) {
        String crashed = stream.crashedRun;
        if (crashed != null && !crashed.equals(look.identity().runId())) {
            conditions.recovered(look);
            if (!desk.isFiring(RunConditions.crashKey(stream.key))) {
                stream.crashedRun = null;
            }
        }
        if (!look.state().ended) {
            stream.left.forEach(earlier -> conditions.newRun(look, earlier));
            stream.left.clear();
        }
    }

    private void watch(
            StreamState stream,
            RunIdentity identity,
            RunConditions.Look look,
            DeviceState device,
            PaneSummary pane,
            boolean telling) {
        boolean fleet = settings.policy().drift().alarmsPerFleetWeek() != null;
        Disturbance.Taken taken = stream.disturbance.accept(pane);
        conditions.contention(look, taken);
        DriftStep step = stream.monitor.accept(
                new DriftPane(pane.startNanos(), pane.endNanos(), pane.latency().sketch(), taken.disturbed()),
                identity.runId(),
                catalog.baselines().of(stream.key),
                telling && !replay,
                budget.alarmsPerStreamWeek(fleet ? catalog.liveStreams(pane.endNanos()) : 1));
        stream.referencePanes = step.referencePanes();
        device.levels.accept(pane, identity.runId(), device.isDrifted());
        stream.subject = look.subject();
        List<StreamState> beside = step.alarms().isEmpty() ? List.of() : device.beside(stream);
        drift.judge(stream, step, identity, beside, device.levels, pane.endNanos());
        if (telling) {
            Baseline unwritten = stream.monitor.takeUnwritten();
            if (unwritten != null) {
                unwritten.setEngineName(look.subject());
                outbox.add(unwritten);
            }
        }
    }

    /** To be called once the windows of the pane are written. */
    void finish(Accepted accepted) {
        if (!accepted.last()) {
            return;
        }
        RunState run = accepted.run();
        StreamState stream = accepted.stream();
        run.ended = true;
        run.windows.end();
        if (!run.lasting.isEmpty()) {
            stream.left.add(run);
        }
        stream.openRuns.remove(run.identity.runId());
        if (stream.openRuns.isEmpty()) {
            drift.streamEnded(stream, accepted.pane().endNanos());
        }
    }
}
