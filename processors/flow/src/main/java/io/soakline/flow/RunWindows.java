package io.soakline.flow;

import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.RollingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The windows of one run. */
final class RunWindows {

    /** The pane by itself. */
    static final String PANE = "10s";
    /** Long enough that one odd pane does not decide, short enough to forget: what alerts are judged by. */
    static final String ALERTING = "10m";
    /** From the run's first inference on. */
    static final String RUN = "run";

    private static final Map<String, Duration> WIDTHS = new LinkedHashMap<>();

    static {
        WIDTHS.put("1m", Duration.ofMinutes(1));
        WIDTHS.put(ALERTING, Duration.ofMinutes(10));
        WIDTHS.put("1h", Duration.ofHours(1));
    }

    /** A window's name and what it says. */
    record Named(String name, PaneSummary summary) {}

    private final Map<String, RollingWindow> rolling = new LinkedHashMap<>();
    private @Nullable PaneSummary total;

    RunWindows(long paneNanos) {
        rolling.put(PANE, new RollingWindow(paneNanos));
        WIDTHS.forEach((name, width) -> rolling.put(name, new RollingWindow(width.toNanos())));
    }

    void accept(PaneSummary pane) {
        rolling.values().forEach(window -> window.accept(pane));
        PaneSummary before = total;
        total = before == null ? pane : Pane.combined(List.of(before, pane));
    }

    /** All windows, from the pane to the whole run. */
    List<Named> all() {
        List<Named> all = new ArrayList<>();
        rolling.forEach((name, window) -> {
            PaneSummary summary = window.summary();
            if (summary != null) {
                all.add(new Named(name, summary));
            }
        });
        PaneSummary run = total;
        if (run != null) {
            all.add(new Named(RUN, run));
        }
        return all;
    }
}
