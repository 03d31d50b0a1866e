package io.soakline.flow;

import io.soakline.record.PaneRecord;
import io.soakline.record.SlowInference;
import io.soakline.statistics.PaneSummary;
import java.util.Map;
import java.util.TreeMap;

/**
 * The few figures of a pane, or of several, that alerts and causes are about.
 *
 * @param p50Nanos latency; NaN without a measured inference, and of several panes
 * @param p99Nanos the same
 * @param milliwatts mean power of the device; NaN when not measured
 * @param powerPanes panes in which it was measured
 * @param slowest inferences among the slowest by cause; those without a cause are left out
 */
record PaneFacts(
        long startNanos,
        long endNanos,
        long measured,
        long misses,
        long throttled,
        long paused,
        long nonFinite,
        double p50Nanos,
        double p99Nanos,
        double milliwatts,
        int powerPanes,
        Map<String, Long> slowest) {

    static PaneFacts of(PaneRecord record, PaneSummary pane) {
        double milliwatts = DevicePower.milliwatts(pane.device());
        return new PaneFacts(
                pane.startNanos(),
                pane.endNanos(),
                pane.measured(),
                pane.deadlineMisses(),
                pane.throttled(),
                pane.harnessPaused(),
                pane.nonFinite(),
                quantile(pane, 0.5),
                quantile(pane, 0.99),
                milliwatts,
                Double.isNaN(milliwatts) ? 0 : 1,
                slowest(record));
    }

    private static double quantile(PaneSummary pane, double p) {
        return pane.measured() == 0 ? Double.NaN : pane.latency().sketch().quantile(p);
    }

    private static Map<String, Long> slowest(PaneRecord record) {
        Map<String, Long> causes = new TreeMap<>();
        for (SlowInference slow : record.getSlowest()) {
            if (!slow.getCause().isEmpty()) {
                causes.merge(slow.getCause(), 1L, Long::sum);
            }
        }
        return causes.isEmpty() ? Map.of() : causes;
    }

    static PaneFacts sum(Iterable<PaneFacts> panes) {
        PaneFacts sum = new PaneFacts(
                Long.MAX_VALUE, Long.MIN_VALUE, 0, 0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, 0, Map.of());
        for (PaneFacts pane : panes) {
            sum = sum.plus(pane);
        }
        return sum;
    }

    private PaneFacts plus(PaneFacts other) {
        int panes = powerPanes + other.powerPanes;
        return new PaneFacts(
                Math.min(startNanos, other.startNanos),
                Math.max(endNanos, other.endNanos),
                measured + other.measured,
                misses + other.misses,
                throttled + other.throttled,
                paused + other.paused,
                nonFinite + other.nonFinite,
                Double.NaN,
                Double.NaN,
                panes == 0 ? Double.NaN : (energy(this) + energy(other)) / panes,
                panes,
                plus(slowest, other.slowest));
    }

    private static double energy(PaneFacts facts) {
        return facts.powerPanes == 0 ? 0 : facts.milliwatts * facts.powerPanes;
    }

    /** Adds up counts by cause. */
    static Map<String, Long> plus(Map<String, Long> a, Map<String, Long> b) {
        if (b.isEmpty()) {
            return a;
        }
        Map<String, Long> sum = new TreeMap<>(a);
        b.forEach((cause, count) -> sum.merge(cause, count, Long::sum));
        return sum;
    }

    /** Share of the measured inferences; 0 without any. */
    double share(long count) {
        return measured == 0 ? 0 : (double) count / measured;
    }
}
