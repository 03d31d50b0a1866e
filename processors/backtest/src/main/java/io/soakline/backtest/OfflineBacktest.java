package io.soakline.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Segments the whole series, rows without a usable value left out. */
final class OfflineBacktest {

    private OfflineBacktest() {}

    /** By index; without timestamps. */
    static List<ChangePoint> changePoints(RowValues rows, int paneRows) {
        double[] values = new double[(int) rows.size()];
        long[] index = new long[values.length];
        int n = 0;
        for (long row = 0; row < rows.size(); row++) {
            if (!Double.isNaN(rows.get(row))) {
                values[n] = rows.get(row);
                index[n++] = row;
            }
        }
        List<ChangePoint> found = new ArrayList<>();
        for (Segmentation.Change change : Segmentation.of(java.util.Arrays.copyOf(values, n))) {
            found.add(point(change, index[change.row()]));
        }
        return found;
    }

    private static ChangePoint point(Segmentation.Change change, long index) {
        boolean level = change.kind() == ChangePoint.Kind.LEVEL;
        double size = level ? change.after() - change.before() : change.after() / change.before();
        ChangePoint.Direction direction =
                change.after() >= change.before() ? ChangePoint.Direction.UP : ChangePoint.Direction.DOWN;
        String evidence = String.format(
                Locale.ROOT, "%s %.4g before, %.4g after", level ? "level" : "spread", change.before(), change.after());
        return new ChangePoint(index, null, change.kind(), direction, size, evidence, index);
    }
}
