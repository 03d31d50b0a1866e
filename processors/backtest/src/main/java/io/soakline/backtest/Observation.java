package io.soakline.backtest;

import io.soakline.statistics.LatencySketch;
import org.jspecify.annotations.Nullable;

/** What the monitors take at once: one row, or the rows of one pane. Rows without a usable value are left out. */
final class Observation {

    /** Smaller panes have no quantiles to speak of: their mean is watched as a single value. */
    static final int LEAST_SKETCH_ROWS = 20;

    private final long number;
    private final @Nullable LatencySketch sketch;
    private double sum;
    private int count;

    private Observation(long number, @Nullable LatencySketch sketch) {
        this.number = number;
        this.sketch = sketch;
    }

    static Observation empty(long number, int paneRows) {
        return new Observation(number, paneRows < LEAST_SKETCH_ROWS ? null : LatencySketch.empty());
    }

    /** @throws IllegalArgumentException for a negative value in a pane that is sketched */
    void accept(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        if (sketch != null) {
            sketchValue(sketch, value);
        }
        sum += value;
        count++;
    }

    private void sketchValue(LatencySketch into, double value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "panes of " + LEAST_SKETCH_ROWS + " rows and more take values from 0, and" + " pane " + number
                            + " has " + value + ": run it with smaller panes, or without");
        }
        into.accept(value);
    }

    /** From 0, in order; also those without a usable value count. */
    long number() {
        return number;
    }

    int count() {
        return count;
    }

    /** NaN without a usable value. */
    double mean() {
        return sum / count;
    }

    /** Null for panes that are watched as a single value. */
    @Nullable
    LatencySketch sketch() {
        return sketch;
    }
}
