package io.soakline.backtest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the change detectors over a recorded series.
 *
 * <p>Online: the alarms as they would have rung, each row knowing only those before it. Offline: the whole series
 * segmented in level and in spread, see {@link Segmentation}. The same input gives the same result.
 */
public final class Backtest {

    private Backtest() {}

    /**
     * Reads a file of {@code timestamp,value} rows and examines it. Online in constant memory; offline all values are
     * held, 8 bytes each, and the file is read again for the timestamps of what was found.
     *
     * @throws IOException when the file cannot be read
     */
    public static BacktestResult run(Path file, BacktestSettings settings) throws IOException {
        return switch (settings.mode()) {
            case ONLINE -> online(file, settings);
            case OFFLINE -> offline(file, settings);
        };
    }

    private static BacktestResult online(Path file, BacktestSettings settings) throws IOException {
        try (SeriesReader reader = SeriesReader.open(file)) {
            List<ChangePoint> found = OnlineBacktest.changePoints(reader, settings);
            SeriesQuality quality = reader.quality();
            return new BacktestResult(name(file), quality.rows(), settings.mode(), found, quality);
        }
    }

    private static BacktestResult offline(Path file, BacktestSettings settings) throws IOException {
        RowValues values = new RowValues();
        SeriesQuality quality;
        try (SeriesReader reader = SeriesReader.open(file)) {
            while (reader.next()) {
                values.add(reader.value());
            }
            quality = reader.quality();
        }
        List<ChangePoint> found = OfflineBacktest.changePoints(values, settings.paneRows());
        return new BacktestResult(name(file), quality.rows(), settings.mode(), withTimestamps(found, file), quality);
    }

    /** @param points by index */
    private static List<ChangePoint> withTimestamps(List<ChangePoint> points, Path file) throws IOException {
        List<ChangePoint> dated = new ArrayList<>();
        try (SeriesReader reader = SeriesReader.open(file)) {
            for (ChangePoint point : points) {
                dated.add(point.withTimestamp(timestampAt(reader, point.index())));
            }
        }
        return dated;
    }

    private static @Nullable String timestampAt(SeriesReader reader, long index) throws IOException {
        while (reader.index() < index) {
            if (!reader.next()) {
                return null;
            }
        }
        return reader.timestamp();
    }

    /** The file's name without its extension. */
    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
