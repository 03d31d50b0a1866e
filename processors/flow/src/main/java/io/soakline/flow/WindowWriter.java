package io.soakline.flow;

import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictRecord;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import io.soakline.statistics.CorrectOnTime;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.Top1;
import io.soakline.statistics.Verdict;
import io.soakline.statistics.WindowStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
        boolean alone = isAlone(accepted.run().identity, window.summary());
        WindowStats stats = record(accepted, window, alone, failure(accepted), accepted.drifted());
        stats.setEnergy(EnergyRecords.of(
                window.summary(),
                alone,
                sharing(accepted, window),
                () -> accepted.device()
                        .energy
                        .of(stats.getRunId(), accepted.pane().startNanos())));
        List<Integer> labels = labels(accepted);
        stats.setTop1Accuracy(Top1.accuracy(window.summary().outputs(), labels, outputs(accepted)));
        fillCorrectOnTime(stats, accepted, window);
        if (window.name().equals(RunWindows.RUN)) {
            fillValidity(stats, accepted, window);
        }
        return stats;
    }

    private void fillValidity(WindowStats stats, WindowPartition.Accepted accepted, RunWindows.Named window) {
        ValidityRecord validity = RunValidity.of(
                accepted.description(),
                window.summary(),
                window.panes(),
                () -> processes(accepted.run().identity, window.summary()),
                settings.policy().validity());
        stats.setValidity(validity);
        if (validity.getState() == ValidityState.BROKEN) {
            VerdictRecord verdict = stats.getVerdict();
            stats.setVerdict(new VerdictRecord(
                    verdict.getState(), verdict.getReason() + "; conditions broken: " + validity.getReason()));
        }
    }

    private @Nullable String sharing(WindowPartition.Accepted accepted, RunWindows.Named window) {
        return GpuSharing.why(window.summary().device(), () -> processes(accepted.run().identity, window.summary()));
    }

    private OutputCatalog.Outputs outputs(WindowPartition.Accepted accepted) {
        RunIdentity identity = accepted.run().identity;
        return catalog.outputs().of(identity.modelDigest(), identity.inputSetDigest());
    }

    private static List<Integer> labels(WindowPartition.Accepted accepted) {
        Run run = accepted.description();
        return run == null ? List.of() : run.getInputLabels();
    }

    private void fillCorrectOnTime(WindowStats stats, WindowPartition.Accepted accepted, RunWindows.Named window) {
        CorrectOnTime correct = CorrectOnTime.of(window.summary().outputs(), labels(accepted), outputs(accepted));
        if (correct != null) {
            stats.setCorrectOnTime(correct.correctOnTime());
            stats.setCorrectOnTimeTrials(correct.trials());
            stats.setCorrectOnTimeRateLower95(correct.rateLower95());
        }
    }

    private WindowStats ofEngine(WindowPartition.Accepted accepted, RunWindows.Named window) {
        WindowStats stats = record(accepted, window, false, null, accepted.drifted());
        stats.setScope(WindowScope.ENGINE);
        stats.setRunId("engine/" + accepted.stream().key);
        fillCorrectOnTime(stats, accepted, window);
        return stats;
    }

    private WindowStats ofDevice(WindowPartition.Accepted accepted, RunWindows.Named window) {
        WindowStats stats = record(accepted, window, false, null, null);
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
                alone,
                verdict);
        if (sharing(accepted, window) != null) {
            stats.setEnergyJoulesPerInference(null);
        }
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
        return beside(identity, window).allMatch(other -> other.getRunId().equals(identity.runId()));
    }

    /** One for each family of engines with a run on the device in that time: a family is a process. */
    private int processes(RunIdentity identity, PaneSummary window) {
        return Math.max(1, (int)
                beside(identity, window).map(Run::getCompiler).distinct().count());
    }

    /** The described runs on the device between the window's first and last inference. */
    private Stream<Run> beside(RunIdentity identity, PaneSummary window) {
        return catalog.runs().stream()
                .filter(run -> run.getDeviceId().equals(identity.deviceId())
                        && run.getStartedAtNanos() < window.lastEndNanos()
                        && (run.getEnd() == null || run.getEnd().getEndedAtNanos() > window.firstStartNanos()));
    }
}
