package io.soakline.backtest;

import io.soakline.drift.DriftAlarm;
import io.soakline.drift.DriftStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a series to the drift monitors, row by row, and keeps what rang. Holds no more observations than show whether
 * the series is long enough for the usual reference.
 *
 * <p>The monitors count in time; here one observation lasts {@link Watcher#OBSERVATION_NANOS}, whatever the timestamps
 * say, so that the false-alarm budget is one in 60,480 observations and a moment leads back to its row. Rows without a
 * usable value are moments without one. The rows of a last pane that is not full are not watched.
 */
final class OnlineBacktest {

    /** Observations of the reference when the settings give none; of a series shorter than three times that, a third. */
    static final int USUAL_REFERENCE = 360;

    private final SeriesReader reader;
    private final BacktestSettings settings;
    private final List<ChangePoint> found = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private @Nullable Watcher watcher;

    /** An observation that waits for the length of the reference, and the timestamp of its last row. */
    private record Held(Observation observation, @Nullable String timestamp) {}

    private OnlineBacktest(SeriesReader reader, BacktestSettings settings) {
        this.reader = reader;
        this.settings = settings;
    }

    /**
     * Reads to the end.
     *
     * @throws IllegalArgumentException when panes are asked for and a value is negative
     */
    static List<ChangePoint> changePoints(SeriesReader reader, BacktestSettings settings) throws IOException {
        OnlineBacktest backtest = new OnlineBacktest(reader, settings);
        backtest.read();
        return backtest.found;
    }

    private void read() throws IOException {
        int paneRows = settings.paneRows();
        if (settings.reference().isPresent()) {
            watcher = Watcher.of(settings.reference().getAsInt(), paneRows);
        }
        Observation observation = Observation.empty(0, paneRows);
        while (reader.next()) {
            observation.accept(reader.value());
            if ((reader.index() + 1) % paneRows == 0) {
                take(observation);
                observation = Observation.empty(observation.number() + 1, paneRows);
            }
        }
        if (watcher == null) {
            start(Math.max(BacktestSettings.LEAST_REFERENCE, held.size() / 3));
        }
    }

    private void take(Observation observation) {
        if (watcher != null) {
            keep(observation, watcher.accept(observation), null);
            return;
        }
        held.add(new Held(observation, reader.timestamp()));
        if (held.size() == 3 * USUAL_REFERENCE) {
            start(USUAL_REFERENCE);
        }
    }

    private void start(int reference) {
        Watcher started = Watcher.of(reference, settings.paneRows());
        for (Held waiting : held) {
            keep(waiting.observation(), started.accept(waiting.observation()), waiting);
        }
        held.clear();
        watcher = started;
    }

    private void keep(Observation observation, @Nullable DriftStep step, @Nullable Held waiting) {
        if (step == null || step.alarms().isEmpty()) {
            return;
        }
        String timestamp = waiting == null ? reader.timestamp() : waiting.timestamp();
        for (DriftAlarm alarm : step.alarms()) {
            found.add(Watcher.changePoint(alarm, observation.number(), settings.paneRows(), timestamp));
        }
    }
}
