package io.soakline.flow;

import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.RollingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The windows of one run. */
final class RunWindows {

    /** The pane by itself. */
    static final String PANE = "10s";
    /** From the run's first inference on. */
    static final String RUN = "run";
    /** Long enough that one odd pane does not decide, short enough to forget: what alerts are judged by. */
    static final long ALERTING_NANOS = Duration.ofMinutes(10).toNanos();

    private static final String WIDEST = "1h";

    /** Name and width of those that roll; the last one is the widest. */
    static final Map<String, Duration> WIDTHS = new LinkedHashMap<>();

    static {
        WIDTHS.put("1m", Duration.ofMinutes(1));
        WIDTHS.put("10m", Duration.ofNanos(ALERTING_NANOS));
        WIDTHS.put(WIDEST, Duration.ofHours(1));
    }

    /**
     * A window's name, what it says, and what explains its slowest inferences.
     *
     * @param panes that it is made of; of a whole run those of the last hour
     * @param withTail whether its extremes are looked at
     */
    record Named(
            String name,
            PaneSummary summary,
            Map<String, Long> slowestCauses,
            List<PaneSummary> panes,
            boolean withTail) {

        static Named ofSeveralRuns(String name, PaneSummary summary, Map<String, Long> slowestCauses) {
            return new Named(name, summary, slowestCauses, List.of(), false);
        }
    }

    private final long paneNanos;
    private final Map<String, RollingWindow> rolling = new LinkedHashMap<>();
    private final RecentPanes recent = new RecentPanes(Duration.ofHours(1).toNanos());
    private @Nullable PaneSummary total;
    private Map<String, Long> totalCauses = Map.of();

    RunWindows(long paneNanos) {
        this.paneNanos = paneNanos;
        rolling.put(PANE, new RollingWindow(paneNanos));
        WIDTHS.forEach((name, width) -> rolling.put(name, new RollingWindow(width.toNanos())));
    }

    void accept(PaneSummary pane, PaneFacts facts) {
        rolling.values().forEach(window -> window.accept(pane));
        if (!facts.slowest().isEmpty()) {
            recent.accept(facts);
            totalCauses = PaneFacts.plus(totalCauses, facts.slowest());
        }
        PaneSummary before = total;
        total = before == null ? pane : Pane.combined(List.of(before, pane));
    }

    /** All windows, from the pane to the whole run. */
    List<Named> all() {
        List<Named> all = new ArrayList<>();
        rolling.forEach((name, window) -> {
            PaneSummary summary = window.summary();
            if (summary != null) {
                Map<String, Long> causes = causesSince(summary.startNanos());
                all.add(new Named(name, summary, causes, window.panes(), name.equals(WIDEST)));
            }
        });
        PaneSummary run = total;
        if (run != null) {
            List<PaneSummary> lastHour = window(WIDEST).panes();
            all.add(new Named(RUN, run, totalCauses, lastHour, true));
        }
        return all;
    }

    private RollingWindow window(String name) {
        return Objects.requireNonNull(rolling.get(name), name);
    }

    private Map<String, Long> causesSince(long startNanos) {
        return recent.sum(pane -> pane.startNanos() >= startNanos).slowest();
    }

    /** The whole run; null before its first pane. */
    @Nullable
    PaneSummary total() {
        return total;
    }

    Map<String, Long> totalCauses() {
        return totalCauses;
    }

    /** The run is over: only the whole of it is kept. */
    void end() {
        rolling.replaceAll((name, window) -> new RollingWindow(
                WIDTHS.getOrDefault(name, Duration.ofNanos(paneNanos)).toNanos()));
    }
}
