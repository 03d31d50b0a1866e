package io.soakline.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The checks made so far and, for each that failed, the sentence that says so. */
final class Findings {
    private final List<Check> checks = new ArrayList<>();
    private final List<String> objections = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    /** Passes at or above the limit. */
    void least(String name, double statistic, double limit, String meaning) {
        add(name, statistic >= limit, statistic, limit, "below", meaning);
    }

    /** Passes at or below the limit. */
    void most(String name, double statistic, double limit, String meaning) {
        add(name, statistic <= limit, statistic, limit, "above", meaning);
    }

    /** Passes as told. */
    void told(String name, boolean passed, double statistic, double limit, String side, String meaning) {
        add(name, passed, statistic, limit, side, meaning);
    }

    private void add(String name, boolean passed, double statistic, double limit, String side, String meaning) {
        checks.add(new Check(name, passed, statistic, limit));
        if (!passed) {
            failed.add(name);
            objections.add(String.format(
                    Locale.ROOT,
                    "%s: %s is %s the limit %s; %s",
                    name,
                    figure(statistic),
                    side,
                    figure(limit),
                    meaning));
        }
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    /** The first objection in full, the others by name; null if there is none. */
    @Nullable
    String objection() {
        if (objections.isEmpty()) {
            return null;
        }
        List<String> others = failed.subList(1, failed.size());
        return objections.get(0) + (others.isEmpty() ? "" : " (refused also by " + String.join(", ", others) + ")");
    }

    static String figure(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e9) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 1e5 || size < 1e-3 ? "%.2e" : size < 10 ? "%.3f" : "%.1f", value);
    }
}
