package io.soakline.sink.page;

import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Alert;
import io.soakline.record.DeadLetter;
import io.soakline.record.DeviceBatch;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import io.soakline.sink.page.Views.DeadLettersView;
import io.soakline.sink.page.Views.DeviceView;
import io.soakline.sink.page.Views.MarkView;
import io.soakline.sink.page.Views.MaxView;
import io.soakline.sink.page.Views.PaneView;
import io.soakline.sink.page.Views.RunState;
import io.soakline.sink.page.Views.StageView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows, in bounded room. Telling the same records again changes nothing, so that a feed may start
 * over. Not thread-safe.
 */
final class SoakModel {

    static final int MOST_RUNS = 64;
    static final int MOST_PAIRS = 1_024;
    static final int MOST_ALERTS = 300;
    static final int MOST_STAGES = 64;
    static final int MOST_MARKS = 300;
    private static final int MOST_WINDOWS = 8;

    /** The window that is a single pane. */
    private static final String PANE_WINDOW = "10s";

    /** What a record changed, for browsers that are already there. */
    record Change(String type, Object data) {}

    private static final class RunEntry {
        @Nullable
        RunView about;

        final Map<String, WindowView> windows = new TreeMap<>();
        final TieredSeries series = new TieredSeries();
        final PaneLedgers ledger = new PaneLedgers();

        @Nullable
        MaxView max;

        @Nullable
        Long lastPaneEndMillis;
    }

    private final Map<String, RunEntry> runs = new LinkedHashMap<>();
    private final Map<String, AgreementView> agreements = new LinkedHashMap<>();
    private final Map<String, AlertView> alerts = new LinkedHashMap<>();
    private final DeviceHistory devices = new DeviceHistory();
    private final Map<String, StageView> stages = new LinkedHashMap<>();
    private final Deque<MarkView> marks = new ArrayDeque<>();
    private final DeadLetterCount deadLetters = new DeadLetterCount();

    /** Takes a record in. Empty when the record changes nothing that is shown. */
    List<Change> accept(SpecificRecordBase record) {
        if (record instanceof Run run) {
            return acceptRun(run);
        } else if (record instanceof WindowStats window) {
            return acceptWindow(window);
        } else if (record instanceof PaneRecord pane) {
            return acceptPane(pane);
        } else if (record instanceof Agreement agreement) {
            return acceptAgreement(agreement);
        } else if (record instanceof Alert alert) {
            return acceptAlert(alert);
        } else if (record instanceof DeviceBatch batch) {
            return acceptDevice(batch);
        } else if (record instanceof DeadLetter letter) {
            return acceptDeadLetter(letter);
        }
        return List.of();
    }

    private List<Change> acceptRun(Run run) {
        RunView view = RunView.of(run);
        entry(view.run()).about = view;
        return List.of(new Change("run", view));
    }

    private List<Change> acceptWindow(WindowStats stats) {
        if (stats.getScope() != WindowScope.RUN) {
            return List.of();
        }
        WindowView view = WindowView.of(stats);
        RunEntry entry = entry(view.run());
        WindowView before = entry.windows.get(view.window());
        if (before != null && before.endMillis() > view.endMillis()) {
            return List.of();
        }
        if (before == null && entry.windows.size() == MOST_WINDOWS) {
            return List.of();
        }
        entry.windows.put(view.window(), view);
        if (view.window().equals(PANE_WINDOW)) {
            entry.series.add(view.point());
        }
        return List.of(new Change("window", view));
    }

    private List<Change> acceptPane(PaneRecord pane) {
        String run = Views.name(pane.getRunId());
        RunEntry entry = entry(run);
        entry.ledger.accept(pane);
        long endMillis = Views.millis(pane.getPaneStartNanos() + pane.getPaneNanos());
        if (entry.lastPaneEndMillis == null || endMillis > entry.lastPaneEndMillis) {
            entry.lastPaneEndMillis = endMillis;
        }
        if (pane.getMeasured() > 0 && (entry.max == null || pane.getLatencyMaxNanos() > entry.max.nanos())) {
            Long atMillis = pane.getSlowest().isEmpty()
                    ? null
                    : Long.valueOf(Views.millis(pane.getSlowest().get(0).getStartNanos()));
            entry.max = new MaxView(pane.getLatencyMaxNanos(), atMillis);
        }
        return List.of(new Change("pane", new PaneView(run, endMillis, entry.ledger.totals(), entry.max)));
    }

    /** The page shows pairs; groups are for the report. */
    private List<Change> acceptAgreement(Agreement agreement) {
        if (agreement.getScope() == AgreementScope.GROUP) {
            return List.of();
        }
        AgreementView view = AgreementView.of(agreement);
        String key = view.runA() + "/" + view.runB();
        AgreementView before = agreements.get(key);
        if (before != null && before.asOfMillis() > view.asOfMillis()) {
            return List.of();
        }
        agreements.remove(key);
        agreements.put(key, view);
        trimOldest(agreements, MOST_PAIRS);
        return List.of(new Change("agreement", view));
    }

    private List<Change> acceptAlert(Alert alert) {
        AlertView view = AlertView.of(alert);
        AlertView before = alerts.get(view.key());
        if (before != null && before.updatedAtMillis() > view.updatedAtMillis()) {
            return List.of();
        }
        alerts.remove(view.key());
        alerts.put(view.key(), view);
        trimOldest(alerts, MOST_ALERTS);
        return List.of(new Change("alert", view));
    }

    private List<Change> acceptDevice(DeviceBatch batch) {
        DeviceView changed = devices.accept(batch);
        return changed == null ? List.of() : List.of(new Change("device", changed));
    }

    private List<Change> acceptDeadLetter(DeadLetter letter) {
        return deadLetters.accept(letter) ? List.of(new Change("deadletter", deadLettersView())) : List.of();
    }

    /** Progress of something that has to happen before there is data. The same name replaces. */
    Change stage(StageView stage) {
        stages.put(stage.name(), stage);
        trimOldest(stages, MOST_STAGES);
        return new Change("stage", stage);
    }

    Change mark(MarkView mark) {
        marks.addLast(mark);
        while (marks.size() > MOST_MARKS) {
            marks.removeFirst();
        }
        return new Change("mark", mark);
    }

    List<RunState> runs() {
        List<RunState> states = new ArrayList<>();
        for (RunEntry entry : runs.values()) {
            // Windows of a run whose own record is gone cannot be named.
            if (entry.about != null) {
                states.add(new RunState(
                        entry.about,
                        new TreeMap<>(entry.windows),
                        HistoryView.of(entry.series.points()),
                        entry.ledger.totals(),
                        entry.max,
                        entry.lastPaneEndMillis));
            }
        }
        return states;
    }

    List<AgreementView> agreements() {
        return List.copyOf(agreements.values());
    }

    List<AlertView> alerts() {
        return List.copyOf(alerts.values());
    }

    List<DeviceView> devices() {
        return devices.views();
    }

    List<StageView> stages() {
        return List.copyOf(stages.values());
    }

    List<MarkView> marks() {
        return List.copyOf(marks);
    }

    DeadLettersView deadLettersView() {
        return deadLetters.view();
    }

    /** The run's entry; the one that began first makes room. */
    private RunEntry entry(String run) {
        RunEntry entry = runs.get(run);
        if (entry == null) {
            entry = new RunEntry();
            runs.put(run, entry);
            trimOldest(runs, MOST_RUNS);
        }
        return entry;
    }

    private static <V> void trimOldest(Map<String, V> map, int most) {
        while (map.size() > most) {
            map.remove(map.keySet().iterator().next());
        }
    }
}
