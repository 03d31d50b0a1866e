package io.soakline.backtest;

import java.util.OptionalInt;

/**
 * How to run the change detectors over a recorded series.
 *
 * @param mode alarms as they would have rung, or the whole series segmented at once
 * @param reference online only: how many observations (rows, or panes where {@code paneRows} is above 1) are taken as
 *     normal; empty: the first 360, or a third of a shorter series
 * @param paneRows how many rows make one pane; 1: each row is an observation
 */
public record BacktestSettings(Mode mode, OptionalInt reference, int paneRows) {

    /** Alarms, each row knowing only those before it; or segments, with the whole series in view. */
    public enum Mode {
        ONLINE,
        OFFLINE
    }

    /** The fewest observations that a reference can be learnt from. */
    public static final int LEAST_REFERENCE = 12;

    public BacktestSettings {
        if (reference.isPresent() && reference.getAsInt() < LEAST_REFERENCE) {
            throw new IllegalArgumentException("a reference takes at least " + LEAST_REFERENCE + " observations, not "
                    + reference.getAsInt() + ": give a larger --reference, or none");
        }
        if (paneRows < 1) {
            throw new IllegalArgumentException("a pane has at least 1 row, not " + paneRows + ": give a larger --pane");
        }
    }

    public static BacktestSettings of(Mode mode) {
        return new BacktestSettings(mode, OptionalInt.empty(), 1);
    }

    public BacktestSettings withReference(int observations) {
        return new BacktestSettings(mode, OptionalInt.of(observations), paneRows);
    }

    public BacktestSettings withPaneRows(int rows) {
        return new BacktestSettings(mode, reference, rows);
    }
}
