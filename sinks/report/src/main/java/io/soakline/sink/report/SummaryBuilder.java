package io.soakline.sink.report;

import io.soakline.log.Keys;
import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Alert;
import io.soakline.record.DeadLetter;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.SelfTest;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import io.soakline.sink.report.SoakSummary.LedgerSummary;
import io.soakline.sink.report.SoakSummary.MergedSummary;
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
    private final Map<String, PaneMedians> windowMedians = new HashMap<>();
    private final Map<String, WindowStats> merged = new TreeMap<>();
    private final Map<String, RunLedger> ledgers = new HashMap<>();
    private final Map<String, Agreement> agreements = new LinkedHashMap<>();
    private final Map<String, AlertHistory> alerts = new LinkedHashMap<>();
    private final Map<String, SelfTest> selfTests = new TreeMap<>();
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
            windowMedians
                    .computeIfAbsent(window.getRunId(), run -> new PaneMedians())
                    .accept(window.getEndNanos(), p50);
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
            PaneSketch.median(pane)
                    .ifPresent(median -> medians.computeIfAbsent(pane.getRunId(), run -> new PaneMedians())
                            .accept(pane.getPaneStartNanos() + pane.getPaneNanos(), median));
        }
    }

    public void accept(Agreement agreement) {
        boolean group = agreement.getScope() == AgreementScope.GROUP;
        boolean asked = group
                ? agreement.getMembers().stream().allMatch(this::isWanted)
                : isWanted(agreement.getRunA()) && isWanted(agreement.getRunB());
        if (asked) {
            String key = group
                    ? "group/" + agreement.getModelDigest() + "/" + agreement.getInputSetDigest() + "/"
                            + agreement.getGroupKey()
                    : agreement.getRunA() + "/" + agreement.getRunB();
            agreements.merge(key, agreement, (a, b) -> b.getAsOfNanos() >= a.getAsOfNanos() ? b : a);
        }
    }

    /** The newest of each engine, device and kind. */
    public void accept(SelfTest test) {
        selfTests.merge(Keys.of(test), test, (a, b) -> b.getAtNanos() >= a.getAtNanos() ? b : a);
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
                .map(run -> RunFigures.summarise(run, windows.get(run.getRunId())))
                .toList();
        List<AgreementSummary> agreementSummaries = agreements.values().stream()
                .filter(this::isOfTheseRuns)
                .map(agreement -> AgreementSummary.of(agreement, level(agreement)))
                .toList();
        List<SelfTestSummary> tests = selfTests();
        FactorComparison comparison = new FactorComparison(runs.values(), paneMedians());
        List<VarianceSummary> variance = comparison.variance();
        List<PlatformSummary> platforms = comparison.platforms();
        return new SoakSummary(
                SoakSummary.VERSION,
                Verdict.worst(
                        runSummaries.stream().map(run -> run.verdict().state()).toList()),
                runSummaries,
                agreementSummaries.stream().filter(AgreementSummary::pair).toList(),
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
                variance,
                platforms,
                agreementSummaries.stream().filter(group -> !group.pair()).toList(),
                tests,
                AuditSummary.of(runSummaries, agreementSummaries, variance, platforms, tests));
    }

    /** From the panes themselves; from their windows, which round, where the panes cannot be read. */
    private Map<String, PaneMedians> paneMedians() {
        Map<String, PaneMedians> all = new HashMap<>(windowMedians);
        all.putAll(medians);
        return all;
    }

    /** Of engines and devices that these runs are of. */
    private List<SelfTestSummary> selfTests() {
        return selfTests.values().stream()
                .filter(test -> wanted.isEmpty()
                        || runs.values().stream()
                                .anyMatch(run -> run.getEngineId().equals(test.getEngineId())
                                        && run.getDeviceId().equals(test.getDeviceId())))
                .map(SelfTestSummary::of)
                .toList();
    }

    /** The log calls builds with the same bytes one build; for those who ask what a rebuild changes they are two. */
    private Level level(Agreement agreement) {
        Level level = Level.of(agreement.getFactor().name());
        Run a = runs.get(agreement.getRunA());
        Run b = runs.get(agreement.getRunB());
        boolean rebuilt = a != null
                && b != null
                && a.getBuild() != null
                && b.getBuild() != null
                && !a.getBuild().getBuildId().equals(b.getBuild().getBuildId());
        return level == Level.L1 && rebuilt ? Level.L2 : level;
    }

    /** A group counts when all of its members do. */
    private boolean isOfTheseRuns(Agreement agreement) {
        return agreement.getScope() == AgreementScope.GROUP
                ? runs.keySet().containsAll(agreement.getMembers())
                : runs.containsKey(agreement.getRunA()) && runs.containsKey(agreement.getRunB());
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

    private static MergedSummary summariseMerged(WindowStats window) {
        return new MergedSummary(
                window.getScope().name().toLowerCase(Locale.ROOT),
                window.getDeviceId(),
                window.getEngineName(),
                window.getInferences(),
                RunFigures.latency(window),
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
}
