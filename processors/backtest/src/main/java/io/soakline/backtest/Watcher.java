package io.soakline.backtest;

import io.soakline.backtest.ChangePoint.Direction;
import io.soakline.backtest.ChangePoint.Kind;
import io.soakline.drift.DriftAlarm;
import io.soakline.drift.DriftDirection;
import io.soakline.drift.DriftFeature;
import io.soakline.drift.DriftMonitor;
import io.soakline.drift.DriftPane;
import io.soakline.drift.DriftSettings;
import io.soakline.drift.DriftStep;
import io.soakline.drift.ValueMonitor;
import io.soakline.drift.ValueSettings;
import io.soakline.statistics.LatencySketch;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The monitor that fits the observations, and the way from its alarms back to rows. */
interface Watcher {

    /** How long one observation lasts for the monitors. */
    long OBSERVATION_NANOS = 10_000_000_000L;

    /** Null when there was nothing to watch. */
    @Nullable
    DriftStep accept(Observation observation);

    static Watcher of(int reference, int paneRows) {
        return paneRows < Observation.LEAST_SKETCH_ROWS ? ofValues(reference) : ofPanes(reference);
    }

    private static Watcher ofValues(int reference) {
        ValueMonitor monitor = ValueMonitor.learning(
                ValueSettings.DEFAULT.withReferenceValues(reference).withValueNanos(OBSERVATION_NANOS));
        return observation -> observation.count() == 0
                ? null
                : monitor.accept(observation.number() * OBSERVATION_NANOS, observation.mean());
    }

    private static Watcher ofPanes(int reference) {
        DriftMonitor monitor = DriftMonitor.learning(
                DriftSettings.DEFAULT.withReferencePanes(reference).withPaneNanos(OBSERVATION_NANOS));
        return observation -> {
            LatencySketch sketch = observation.sketch();
            long start = observation.number() * OBSERVATION_NANOS;
            return sketch == null || observation.count() == 0
                    ? null
                    : monitor.accept(new DriftPane(start, start + OBSERVATION_NANOS, sketch));
        };
    }

    /** @param number of the observation that rang */
    static ChangePoint changePoint(DriftAlarm alarm, long number, int paneRows, @Nullable String timestamp) {
        boolean periodic = alarm.feature() == DriftFeature.PERIODIC;
        double periodRows = alarm.periodSeconds() * 1e9 / OBSERVATION_NANOS * paneRows;
        long changed = Math.max(0, Math.min(number, alarm.changeAtNanos() / OBSERVATION_NANOS));
        return new ChangePoint(
                (number + 1) * paneRows - 1,
                timestamp,
                Kind.valueOf(alarm.feature().name()),
                periodic ? Direction.NONE : alarm.direction() == DriftDirection.UP ? Direction.UP : Direction.DOWN,
                periodic ? periodRows : alarm.ratio(),
                periodic
                        ? evidence(alarm) + String.format(Locale.ROOT, ", period %.3g rows", periodRows)
                        : evidence(alarm),
                changed * paneRows);
    }

    private static String evidence(DriftAlarm alarm) {
        String size = Double.isNaN(alarm.ratio())
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %s %.4g (95 %%: %.4g to %.4g)",
                        alarm.quantity(),
                        alarm.ratio(),
                        alarm.ratioLow(),
                        alarm.ratioHigh());
        return String.format(
                Locale.ROOT,
                "%s: log evidence %.1f, threshold %.1f%s",
                alarm.detector(),
                alarm.logEvidence(),
                alarm.logThreshold(),
                size);
    }
}
