package io.soakline.flow;

import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.Top1;
import io.soakline.statistics.Verdict;
import io.soakline.statistics.WindowStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Windows to their records: statistics, verdict, and what is known of run and device beside them. */
final class WindowWriter {

    private static final long TAIL_NANOS = Duration.ofMinutes(1).toNanos();

    private final FlowSettings settings;
    private final RunCatalog catalog;
    private final FlowCounters counters;
    private final Outbox outbox;

    WindowWriter(FlowSettings settings, RunCatalog catalog, FlowCounters counters, Outbox outbox) {
        this.settings = settings;
        this.catalog = catalog;
        this.counters = counters;
        this.outbox = outbox;
    }

    /** Writes the windows that the pane has changed. */
    void write(WindowPartition.Accepted accepted) {
        PaneSummary pane = accepted.pane();
        for (RunWindows.Named window : accepted.run().windows.all()) {
            if (pane.inferences() > 0 || window.name().equals(RunWindows.RUN)) {
                add(ofRun(accepted, window));
            }
        }
        if (pane.inferences() > 0) {
            accepted.stream().windows.due(pane).forEach(window -> add(ofEngine(accepted, window)));
            accepted.device().windows.due(pane).forEach(window -> add(ofDevice(accepted, window)));
        }
    }

    private void add(WindowStats stats) {
        outbox.add(stats);
        counters.windows.increment();
    }

    private WindowStats ofRun(WindowPartition.Accepted accepted, RunWindows.Named window) {
        Run run = accepted.description();
        RunIdentity identity = accepted.run().identity;
        Double top1 = run == null ? null : top1(window, identity, run);
        return record(
                accepted, window, top1, isAlone(identity, window.summary()), failure(accepted), accepted.drifted());
    }

    private @Nullable Double top1(RunWindows.Named window, RunIdentity identity, Run run) {
        return Top1.accuracy(
                window.summary().outputs(),
                run.getInputLabels(),
                catalog.outputs(identity.modelDigest(), identity.inputSetDigest()));
    }

    private WindowStats ofEngine(WindowPartition.Accepted accepted, RunWindows.Named window) {
        WindowStats stats = record(accepted, window, null, false, null, accepted.drifted());
        stats.setScope(WindowScope.ENGINE);
        stats.setRunId("engine/" + accepted.stream().key);
        return stats;
    }

    private WindowStats ofDevice(WindowPartition.Accepted accepted, RunWindows.Named window) {
        WindowStats stats = record(accepted, window, null, false, null, null);
        stats.setScope(WindowScope.DEVICE);
        stats.setRunId("device/" + stats.getDeviceId());
        stats.setEngineId("");
        stats.setEngineName("");
        stats.setCompiler("");
        stats.setModelDigest("");
        stats.setInputSetDigest("");
        stats.setReferencePanes(null);
        return stats;
    }

    private WindowStats record(
            WindowPartition.Accepted accepted,
            RunWindows.Named window,
            @Nullable Double top1,
            boolean alone,
            @Nullable String failure,
            @Nullable String drifted) {
        WindowStatistics statistics = WindowStatistics.of(window.summary(), window.panes());
        List<String> drifts = drifted == null ? List.of() : List.of(drifted);
        Verdict verdict = settings.policy().verdict().judge(statistics, failure, drifts);
        WindowStats stats = WindowRecords.toRecord(
                accepted.run().identity,
                accepted.description(),
                window.name(),
                window.summary(),
                statistics,
                top1,
                alone,
                verdict);
        stats.setSlowestCauses(window.slowestCauses());
        stats.setPwcet(window.withTail() && isDue(accepted) ? TailRecords.estimate(window.panes()) : null);
        stats.setReferencePanes(accepted.stream().referencePanes);
        return stats;
    }

    /** Once a minute and at the end of a run: a fit costs thousands of times more than the other figures. */
    private static boolean isDue(WindowPartition.Accepted accepted) {
        PaneSummary pane = accepted.pane();
        return accepted.last()
                || Math.floorDiv(pane.startNanos(), TAIL_NANOS) != Math.floorDiv(pane.endNanos(), TAIL_NANOS);
    }

    private static @Nullable String failure(WindowPartition.Accepted accepted) {
        Run run = accepted.description();
        RunEnd end = run == null || !accepted.last() ? null : run.getEnd();
        return end == null || end.getExit() == RunExit.COMPLETED
                ? null
                : end.getExit().name().toLowerCase(Locale.ROOT) + ", " + RunConditions.reason(end);
    }

    /** Whether no other run was going on on the device between the window's first and last inference. */
    private boolean isAlone(RunIdentity identity, PaneSummary window) {
        for (Run other : catalog.runs()) {
            RunEnd end = other.getEnd();
            if (other.getDeviceId().equals(identity.deviceId())
                    && !other.getRunId().equals(identity.runId())
                    && other.getStartedAtNanos() < window.lastEndNanos()
                    && (end == null || end.getEndedAtNanos() > window.firstStartNanos())) {
                return false;
            }
        }
        return true;
    }
}
