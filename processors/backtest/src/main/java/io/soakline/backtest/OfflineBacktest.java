package io.soakline.backtest;

import io.soakline.backtest.ChangePoint.Direction;
import io.soakline.backtest.ChangePoint.Kind;
import io.soakline.backtest.Segmentation.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Segments the whole series, rows without a usable value left out.
 *
 * <p>A series of up to {@link #MOST_OBSERVATIONS} rows is cut row by row. A longer one is cut in blocks, of which there
 * are at most that many, and each change is then dated to the row within the blocks around it. With panes the blocks are
 * panes, or whole numbers of them, and a change is dated to the first row of a pane.
 */
final class OfflineBacktest {

    /** The exact cut takes time with the square of this: a second for so many. */
    static final int MOST_OBSERVATIONS = 4096;

    private final RowValues rows;
    private final int paneRows;
    private final boolean allPositive;
    private final List<ChangePoint> found = new ArrayList<>();

    private OfflineBacktest(RowValues rows, int paneRows) {
        this.rows = rows;
        this.paneRows = paneRows;
        this.allPositive = allPositive(rows);
    }

    /** By index; without timestamps. */
    static List<ChangePoint> changePoints(RowValues rows, int paneRows) {
        OfflineBacktest backtest = new OfflineBacktest(rows, paneRows);
        long panes = (rows.size() + paneRows - 1) / paneRows;
        if (paneRows == 1 && panes <= MOST_OBSERVATIONS) {
            backtest.cutRows();
        } else {
            backtest.cutBlocks(paneRows * ((panes + MOST_OBSERVATIONS - 1) / MOST_OBSERVATIONS));
        }
        backtest.found.sort(Comparator.comparingLong(ChangePoint::index).thenComparing(ChangePoint::kind));
        return backtest.found;
    }

    private static boolean allPositive(RowValues rows) {
        for (long row = 0; row < rows.size(); row++) {
            if (rows.get(row) <= 0) {
                return false;
            }
        }
        return true;
    }

    private void cutRows() {
        double[] values = new double[(int) rows.size()];
        int[] index = new int[values.length];
        int n = 0;
        for (int row = 0; row < values.length; row++) {
            if (!Double.isNaN(rows.get(row))) {
                values[n] = rows.get(row);
                index[n++] = row;
            }
        }
        for (Change change : Segmentation.of(Arrays.copyOf(values, n))) {
            add(change, index[change.row()]);
        }
    }

    private void cutBlocks(long blockRows) {
        Blocks blocks = Blocks.of(rows, blockRows);
        List<Change> spread = Segmentation.spread(blocks.logSpreads(), (int) Math.min(blockRows, MOST_OBSERVATIONS));
        for (Change change : Segmentation.level(blocks.levels(), List.of())) {
            add(change, blockRows == paneRows ? blocks.firstRow()[change.row()] : dated(change, blocks));
        }
        for (Change change : spread) {
            add(change, blockRows == paneRows ? blocks.firstRow()[change.row()] : dated(change, blocks));
        }
    }

    /** The row, among those of the blocks around the cut, that parts the two states best; of a pane, its first. */
    private long dated(Change change, Blocks blocks) {
        int cut = change.row();
        long from = Math.max(1, blocks.firstRow()[cut - 1]);
        long to = cut + 1 < blocks.firstRow().length ? blocks.firstRow()[cut + 1] : rows.size();
        long row = change.kind() == Kind.LEVEL
                ? Boundary.ofLevels(rows::get, change.before(), change.after(), from, to)
                : Boundary.ofSteps(
                        i -> Math.abs(rows.get(i) - rows.get(i - 1)), change.before(), change.after(), from, to);
        return row - row % paneRows;
    }

    private void add(Change change, long index) {
        boolean ratio = change.kind() == Kind.SPREAD || allPositive;
        double size = ratio ? change.after() / change.before() : change.deviations();
        Direction direction = change.after() >= change.before() ? Direction.UP : Direction.DOWN;
        found.add(new ChangePoint(index, null, change.kind(), direction, size, evidence(change), index));
    }

    private static String evidence(Change change) {
        String moved = change.kind() == Kind.LEVEL
                ? String.format(Locale.ROOT, " (%+.3g standard deviations of the noise)", change.deviations())
                : String.format(Locale.ROOT, " (%.3g times)", change.after() / change.before());
        return String.format(
                Locale.ROOT,
                "segmentation: %s %.6g before, %.6g after%s; explains %.4g noise variances, a cut costs %.4g",
                change.kind() == Kind.LEVEL ? "level" : "mean step",
                change.before(),
                change.after(),
                moved,
                change.gain(),
                change.price());
    }
}
