package io.soakline.sink.report;

import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.DeadLetter;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import io.soakline.sink.report.SoakSummary.AgreementSummary;
import io.soakline.sink.report.SoakSummary.LatencyNanos;
import io.soakline.sink.report.SoakSummary.LedgerSummary;
import io.soakline.sink.report.SoakSummary.MergedSummary;
import io.soakline.sink.report.SoakSummary.Repeatability;
import io.soakline.sink.report.SoakSummary.RunSummary;
import io.soakline.sink.report.SoakSummary.Store;
import io.soakline.statistics.Ledger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Folds records into a {@link SoakSummary}. Order between topics does not matter; within a topic the newest record of a
 * run, pair or alert wins. Not thread-safe.
 */
public final class SummaryBuilder {

    /** The window that covers a run from its first pane. */
    static final String WHOLE_RUN = "run";

    /** The window that covers all runs of an engine or a device. */
    static final String ALL_RUNS = "all";

    /** The window that is a single pane. */
    static final String PANE = "10s";

    private final Set<String> wanted;
    private final Map<String, Run> runs = new HashMap<>();
    private final Map<String, WindowStats> windows = new HashMap<>();
    private final Map<String, PaneMedians> medians = new HashMap<>();
    private final Map<String, WindowStats> merged = new TreeMap<>();
    private final Map<String, RunLedger> ledgers = new HashMap<>();
    private final Map<String, Agreement> agreements = new LinkedHashMap<>();
    private final Map<String, AlertHistory> alerts = new LinkedHashMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();

    /** @param runIds runs to tell about; empty for all */
    public SummaryBuilder(Set<String> runIds) {
        wanted = Set.copyOf(runIds);
    }

    public void accept(Run run) {
        if (isWanted(run.getRunId())) {
            runs.put(run.getRunId(), run);
        }
    }

    public void accept(WindowStats window) {
        if (window.getScope() != WindowScope.RUN) {
            acceptMerged(window);
        } else if (PANE.equals(window.getWindow()) && isWanted(window.getRunId())) {
            acceptPaneOf(window);
        } else if (WHOLE_RUN.equals(window.getWindow()) && isWanted(window.getRunId())) {
            windows.merge(window.getRunId(), window, (a, b) -> b.getEndNanos() >= a.getEndNanos() ? b : a);
        }
    }

    private void acceptPaneOf(WindowStats window) {
        Double p50 = Finite.orNull(window.getLatencyP50Nanos());
        if (p50 != null && p50 > 0) {
            medians.computeIfAbsent(window.getRunId(), run -> new PaneMedians()).accept(window.getEndNanos(), p50);
        }
    }

    /** What is merged over runs holds those that are not wanted too: only told when all are. */
    private void acceptMerged(WindowStats window) {
        if (ALL_RUNS.equals(window.getWindow()) && wanted.isEmpty()) {
            merged.merge(window.getRunId(), window, (a, b) -> b.getEndNanos() >= a.getEndNanos() ? b : a);
        }
    }

    public void accept(PaneRecord pane) {
        if (isWanted(pane.getRunId())) {
            ledgers.computeIfAbsent(pane.getRunId(), run -> new RunLedger()).accept(pane);
        }
    }

    public void accept(Agreement agreement) {
        if (isWanted(agreement.getRunA()) && isWanted(agreement.getRunB())) {
            agreements.merge(
                    agreement.getRunA() + "/" + agreement.getRunB(),
                    agreement,
                    (a, b) -> b.getAsOfNanos() >= a.getAsOfNanos() ? b : a);
        }
    }

    public void accept(Alert alert) {
        alerts.computeIfAbsent(alert.getAlertKey(), key -> new AlertHistory()).accept(alert);
    }

    /** Keeps the place and the reason; the bytes are let go. */
    public void accept(DeadLetter letter) {
        letter.setKey(null);
        letter.setValue(null);
        deadLetters.add(letter);
    }

    /** @param store what was written to the time series store; null when there was none */
    public SoakSummary build(@Nullable Store store) {
        List<RunSummary> runSummaries = runs.values().stream()
                .sorted(Comparator.comparing(Run::getStartedAtNanos)
                        .thenComparing(Run::getCompiler)
                        .thenComparing(Run::getRunId))
                .map(this::summarise)
                .toList();
        String worst = Verdict.worst(
                runSummaries.stream().map(run -> run.verdict().state()).toList());
        FactorComparison comparison = new FactorComparison(runs.values(), medians);
        return new SoakSummary(
                SoakSummary.VERSION,
                worst,
                runSummaries,
                agreements.values().stream()
                        .filter(a -> runs.containsKey(a.getRunA()) && runs.containsKey(a.getRunB()))
                        .map(SummaryBuilder::summarise)
                        .toList(),
                alerts.values().stream()
                        .filter(history -> isOfTheseRuns(history.newest()))
                        .sorted(Comparator.comparing((AlertHistory history) ->
                                        history.newest().getSinceNanos())
                                .thenComparing(history -> history.newest().getAlertKey()))
                        .map(AlertHistory::summarise)
                        .toList(),
                ledger(),
                store,
                List.of(),
                merged.values().stream().map(SummaryBuilder::summariseMerged).toList(),
                comparison.variance(),
                comparison.platforms());
    }

    private boolean isWanted(String runId) {
        return wanted.isEmpty() || wanted.contains(runId);
    }

    /** An alert that names no run belongs to these runs when it was last touched after the first of them began. */
    private boolean isOfTheseRuns(Alert alert) {
        String runId = alert.getRunId();
        return runId == null ? alert.getUpdatedAtNanos() >= firstStartNanos() : isWanted(runId);
    }

    private long firstStartNanos() {
        return wanted.isEmpty()
                ? Long.MIN_VALUE
                : runs.values().stream().mapToLong(Run::getStartedAtNanos).min().orElse(Long.MIN_VALUE);
    }

    private RunSummary summarise(Run run) {
        WindowStats window = windows.get(run.getRunId());
        return new RunSummary(
                run.getRunId(),
                run.getDeviceId(),
                run.getModelName(),
                run.getEngineName(),
                run.getCompiler(),
                window == null ? 0 : window.getInferences(),
                latency(window),
                window == null ? null : Finite.orNull(window.getCv()),
                window == null ? null : window.getDeadlineMisses(),
                repeatability(window),
                window == null ? null : Finite.orNull(window.getTop1Accuracy()),
                window == null ? null : Finite.orNull(window.getEnergyJoulesPerInference()),
                verdict(run, window),
                window == null ? null : Predictability.of(window));
    }

    private static LatencyNanos latency(@Nullable WindowStats window) {
        if (window == null) {
            return new LatencyNanos(null, null, null, null, null, null, null);
        }
        return new LatencyNanos(
                window.getLatencyMinNanos(),
                rounded(window.getLatencyP50Nanos()),
                rounded(window.getLatencyP90Nanos()),
                rounded(window.getLatencyP99Nanos()),
                rounded(window.getLatencyP999Nanos()),
                window.getLatencyMaxNanos(),
                rounded(window.getLatencyMeanNanos()));
    }

    private static Repeatability repeatability(@Nullable WindowStats window) {
        if (window == null) {
            return new Repeatability(0, null, null, null);
        }
        return new Repeatability(
                window.getInputs(),
                Finite.orNull(window.getBitwiseRate()),
                window.getDistinctOutputs(),
                Finite.orNull(window.getMismatchRateUpper95()));
    }

    /** An engine that died is broken, whatever its figures were until then. */
    private static Verdict verdict(Run run, @Nullable WindowStats window) {
        RunEnd end = run.getEnd();
        if (end != null && end.getExit() != RunExit.COMPLETED) {
            String exit = end.getExit().name().toLowerCase(Locale.ROOT);
            return new Verdict(
                    Verdict.BROKEN,
                    end.getReason().isEmpty()
                            ? "the run ended early (" + exit + ")"
                            : "the run ended early (" + exit + "): " + end.getReason());
        }
        if (window == null) {
            return new Verdict(Verdict.INSUFFICIENT, "no statistics of this run have arrived");
        }
        return new Verdict(
                window.getVerdict().getState().name(), window.getVerdict().getReason());
    }

    private static AgreementSummary summarise(Agreement agreement) {
        return new AgreementSummary(
                agreement.getEngineA(),
                agreement.getEngineB(),
                agreement.getFactor().name().toLowerCase(Locale.ROOT),
                agreement.getInputs(),
                Finite.orNull(agreement.getBitwiseRate()),
                Finite.orNull(agreement.getTop1Rate()),
                Finite.orNull(agreement.getMaxAbs()),
                agreement.getRunA(),
                agreement.getRunB());
    }

    private static MergedSummary summariseMerged(WindowStats window) {
        return new MergedSummary(
                window.getScope().name().toLowerCase(Locale.ROOT),
                window.getDeviceId(),
                window.getEngineName(),
                window.getInferences(),
                latency(window),
                Predictability.of(window));
    }

    private LedgerSummary ledger() {
        Ledger total = Ledger.ofMalformed(malformed());
        boolean everyRunAnnounced = true;
        for (Run run : runs.values()) {
            Long announced = run.getEnd() == null ? null : run.getEnd().getProduced();
            everyRunAnnounced &= announced != null;
            total = total.plus(
                    ledgers.getOrDefault(run.getRunId(), new RunLedger()).total(announced));
        }
        return LedgerSummary.of(total, everyRunAnnounced);
    }

    /** Records of the inferences topic that could not be read while these runs were on. */
    private long malformed() {
        long fromMillis = wanted.isEmpty() ? Long.MIN_VALUE : TimeUnit.NANOSECONDS.toMillis(firstStartNanos());
        return deadLetters.stream()
                .filter(letter -> letter.getTopic().endsWith("inferences"))
                .filter(letter -> letter.getTimestampMillis() >= fromMillis)
                .count();
    }

    private static @Nullable Long rounded(@Nullable Double value) {
        Double known = Finite.orNull(value);
        return known == null ? null : Long.valueOf(Math.round(known));
    }
}
