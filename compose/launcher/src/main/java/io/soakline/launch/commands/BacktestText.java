package io.soakline.launch.commands;

import io.soakline.backtest.BacktestResult;
import io.soakline.backtest.BacktestSettings;
import io.soakline.backtest.ChangePoint;
import io.soakline.backtest.SeriesQuality;
import io.soakline.backtest.SeriesReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;

/** The result of a backtest for a terminal: a small plot with the points marked, and a table. */
final class BacktestText {

    private static final int COLUMNS = 96;
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private final StringBuilder out = new StringBuilder();
    private final BacktestResult result;

    private BacktestText(BacktestResult result) {
        this.result = result;
    }

    /** @param series is read once more, for the plot */
    static String render(BacktestResult result, String name, Path series) throws IOException {
        BacktestText text = new BacktestText(result);
        text.heading(name);
        text.plot(series);
        text.points();
        text.quality();
        return text.out.toString();
    }

    private void heading(String name) {
        int found = result.changePoints().size();
        line(String.format(
                Locale.ROOT,
                "%s: %,d rows, %s, %s",
                name,
                result.n(),
                result.mode().name().toLowerCase(Locale.ROOT),
                found == 0 ? "no change found" : found == 1 ? "1 change" : found + " changes"));
    }

    private void plot(Path series) throws IOException {
        int columns = (int) Math.min(COLUMNS, result.n());
        double[] sums = new double[columns];
        long[] counts = new long[columns];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        try (SeriesReader reader = SeriesReader.open(series)) {
            for (long row = 0; reader.next() && row < result.n(); row++) {
                if (Double.isFinite(reader.value())) {
                    int column = column(row, columns);
                    sums[column] += reader.value();
                    counts[column]++;
                }
            }
        }
        double[] means = new double[columns];
        for (int i = 0; i < columns; i++) {
            means[i] = counts[i] == 0 ? Double.NaN : sums[i] / counts[i];
            low = Double.isNaN(means[i]) ? low : Math.min(low, means[i]);
            high = Double.isNaN(means[i]) ? high : Math.max(high, means[i]);
        }
        line("");
        line("  " + bars(means, low, high));
        line("  " + marks(columns));
        line(String.format(Locale.ROOT, "  mean of %,d rows a column, %.6g to %.6g", perColumn(columns), low, high));
    }

    private long perColumn(int columns) {
        return Math.max(1, Math.round((double) result.n() / columns));
    }

    private int column(long row, int columns) {
        return (int) (row * columns / result.n());
    }

    private static String bars(double[] means, double low, double high) {
        StringBuilder bars = new StringBuilder();
        for (double mean : means) {
            double level = high > low ? (mean - low) / (high - low) : 0.5;
            bars.append(Double.isNaN(mean) ? ' ' : BARS.charAt((int) Math.min(7, Math.floor(level * 8))));
        }
        return bars.toString();
    }

    private String marks(int columns) {
        char[] marks = new char[columns];
        Arrays.fill(marks, ' ');
        for (ChangePoint point : result.changePoints()) {
            marks[column(Math.min(point.index(), result.n() - 1), columns)] = '^';
        }
        return new String(marks).stripTrailing();
    }

    private void points() {
        if (result.changePoints().isEmpty()) {
            return;
        }
        boolean online = result.mode() == BacktestSettings.Mode.ONLINE;
        List<String[]> rows = new ArrayList<>();
        rows.add(
                online
                        ? new String[] {"rang at", "changed at", "timestamp", "kind", "size", "evidence"}
                        : new String[] {"row", "timestamp", "kind", "size", "evidence"});
        for (ChangePoint point : result.changePoints()) {
            String kind = point.kind().name().toLowerCase(Locale.ROOT) + arrow(point.direction());
            String size = Double.isFinite(point.size()) ? String.format(Locale.ROOT, "%.4g", point.size()) : "-";
            String timestamp = Objects.requireNonNullElse(point.timestamp(), "-");
            rows.add(
                    online
                            ? new String[] {
                                count(point.index()),
                                count(point.changeIndex()),
                                timestamp,
                                kind,
                                size,
                                point.evidence()
                            }
                            : new String[] {count(point.index()), timestamp, kind, size, point.evidence()});
        }
        line("");
        table(rows);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String arrow(ChangePoint.Direction direction) {
        return switch (direction) {
            case UP -> " up";
            case DOWN -> " down";
            case NONE -> "";
        };
    }

    private void table(List<String[]> rows) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder text = new StringBuilder("  ");
            for (int i = 0; i < row.length; i++) {
                text.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            line(text.toString().stripTrailing());
        }
    }

    /** Only what is not as it should be. */
    private void quality() {
        SeriesQuality quality = result.quality();
        StringJoiner odd = new StringJoiner(", ");
        odd(odd, quality.missing(), "without a value");
        odd(odd, quality.malformed(), "that cannot be read, the first on line " + quality.firstMalformedLine());
        odd(odd, quality.unreadableTimestamps(), "with a timestamp that is no time");
        odd(odd, quality.duplicateTimestamps(), "with the timestamp of the row before");
        odd(odd, quality.backwardTimestamps(), "that go back in time");
        odd(odd, quality.gaps(), "after a gap");
        if (odd.length() > 0) {
            line("");
            line("  rows " + odd);
        }
    }

    private static void odd(StringJoiner odd, long count, String what) {
        if (count > 0) {
            odd.add(what + ": " + count(count));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
