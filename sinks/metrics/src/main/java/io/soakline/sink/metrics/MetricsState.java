package io.soakline.sink.metrics;

import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.DeviceSummary;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.WindowStats;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * All that is told, in bounded room: the newest windows of each run, what its panes add up to, the sensors, the alerts. What
 * has had no news for the time that it is kept is gone, which is how the series of a closed run end. Thread-safe.
 */
final class MetricsState {

    /** What one run's newest panes and windows are kept in, and for how long. */
    record Limits(int runs, Duration keep, Set<String> windows) {}

    /** A distribution of one run since it was first seen here. */
    record Distribution(Labels labels, long firstNanos, Base2Histogram latency, Base2Histogram response) {}

    private static final Family LEFT_OUT = Family.counter(
            "soakline.metrics.left_out",
            "News for which there was no room: raise the limit, or narrow what is soaked.");
    private static final Family STALE = Family.counter(
            "soakline.metrics.stale",
            "News that were older than they are kept when they came: history, or a clock that is behind.");
    private static final Family HELD = Family.gauge(
            "soakline.metrics.held", Family.Unit.COUNT, "Runs, sensors and open alerts that are shown now.");

    /** Sensors of a fleet of a few dozen boards. */
    private static final int MOST_SENSORS = 4_000;

    private static final int MOST_ALERTS = 1_000;
    private static final long FOR_GOOD = Long.MAX_VALUE / 2;

    private record Sensor(String device, String quantity, String sensor) {}

    private final Clock clock;
    private final Set<String> shown;
    private final RunNames names = new RunNames();
    private final Expiring<String, Map<String, WindowStats>> windows;
    private final Expiring<String, RunTotals> totals;
    private final Expiring<Sensor, DeviceSummary> sensors;
    private final Expiring<String, Alert> open;
    private final Expiring<String, Alert> resolved;
    private long stalePanes;

    MetricsState(Limits limits, Clock clock) {
        this.clock = clock;
        shown = Set.copyOf(limits.windows());
        long keepNanos = limits.keep().toNanos();
        windows = new Expiring<>(limits.runs(), keepNanos);
        totals = new Expiring<>(limits.runs(), keepNanos);
        sensors = new Expiring<>(MOST_SENSORS, keepNanos);
        open = new Expiring<>(MOST_ALERTS, FOR_GOOD);
        resolved = new Expiring<>(MOST_ALERTS, keepNanos);
    }

    synchronized void accept(Run run) {
        names.accept(run);
    }

    synchronized Labels labels(PaneRecord pane) {
        return names.of(pane);
    }

    synchronized void accept(WindowStats window) {
        if (shown.contains(window.getWindow())) {
            Map<String, WindowStats> known = windows.get(window.getRunId());
            Map<String, WindowStats> spans = known == null ? new HashMap<>() : known;
            spans.put(window.getWindow(), window);
            windows.put(window.getRunId(), spans, window.getEndNanos(), nowNanos());
        }
    }

    /** @throws IllegalArgumentException when its sketches were written by another version, or are damaged */
    synchronized void accept(PaneRecord pane) {
        long nowNanos = nowNanos();
        long endNanos = pane.getPaneStartNanos() + pane.getPaneNanos();
        totals.expire(nowNanos);
        if (totals.isStale(endNanos, nowNanos)) {
            // History need not be decoded.
            stalePanes++;
            return;
        }
        RunTotals known = totals.get(pane.getRunId());
        RunTotals run = known == null ? new RunTotals(pane) : known;
        run.add(pane);
        totals.put(pane.getRunId(), run, endNanos, nowNanos);
        for (DeviceSummary summary : pane.getDevice()) {
            Sensor sensor = new Sensor(pane.getDeviceId(), summary.getQuantity(), summary.getSensor());
            sensors.put(sensor, summary, endNanos, nowNanos);
        }
    }

    synchronized void accept(Alert alert) {
        String key = alert.getAlertKey();
        if (alert.getState() == AlertState.RESOLVED) {
            open.remove(key);
            resolved.put(key, alert, alert.getUpdatedAtNanos(), nowNanos());
        } else {
            resolved.remove(key);
            open.put(key, alert, alert.getUpdatedAtNanos(), nowNanos());
        }
    }

    synchronized void forgetAlert(String key) {
        open.remove(key);
        resolved.remove(key);
    }

    /** All but the distributions. */
    synchronized void read(Readings readings) {
        expire();
        windows.forEach((run, spans) -> spans.forEach(
                (span, window) -> WindowFamilies.read(window, names.of(window).with("window", span), readings)));
        totals.forEach((id, run) -> run.read(names.of(run.newest()), readings));
        sensors.forEach((sensor, summary) -> DeviceFamilies.read(
                summary, Labels.NONE.with("device", sensor.device).with("sensor", sensor.sensor), readings));
        open.forEach((key, alert) -> AlertFamilies.read(alert, readings));
        resolved.forEach((key, alert) -> AlertFamilies.read(alert, readings));
        own("windows", windows, windows.stale(), readings);
        own("panes", totals, stalePanes, readings);
        own("sensors", sensors, sensors.stale(), readings);
        own("alerts", open, 0, readings);
    }

    private static void own(String what, Expiring<?, ?> values, long stale, Readings readings) {
        Labels labels = Labels.NONE.with("what", what);
        readings.add(HELD, labels, values.size());
        readings.add(LEFT_OUT, labels, values.refused());
        readings.add(STALE, labels, stale);
    }

    /** Copies, made under the lock: distributions go on growing. */
    synchronized List<Distribution> distributions() {
        expire();
        List<Distribution> all = new ArrayList<>();
        totals.forEach((id, run) -> all.add(
                new Distribution(names.of(run.newest()), run.firstNanos, run.latency.copy(), run.response.copy())));
        return all;
    }

    private void expire() {
        long nowNanos = nowNanos();
        windows.expire(nowNanos);
        totals.expire(nowNanos);
        sensors.expire(nowNanos);
        resolved.expire(nowNanos);
    }

    private long nowNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }
}
