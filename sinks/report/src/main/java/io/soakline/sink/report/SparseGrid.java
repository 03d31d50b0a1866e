package io.soakline.sink.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table for a terminal in which a column that no row has is left out. */
final class SparseGrid<T> {

    private static final String UNKNOWN = "-";

    /** @param heading as {@link TextGrid} wants it */
    record Column<T>(String heading, Function<T, @Nullable String> cell) {}

    private final List<Column<T>> columns;
    private final Function<T, String> label;

    /** @param label of a row, its first cell */
    SparseGrid(List<Column<T>> columns, Function<T, String> label) {
        this.columns = columns;
        this.label = label;
    }

    /**
     * Empty when no row has any of the columns.
     *
     * @param title heads the labels
     * @param width of the terminal in characters
     * @param spared headings of columns that may be left out where there is no room, the first one first
     */
    List<String> lines(String title, List<T> rows, int width, String... spared) {
        List<Column<T>> shown = columns.stream()
                .filter(column -> rows.stream().anyMatch(row -> column.cell.apply(row) != null))
                .toList();
        if (shown.isEmpty()) {
            return List.of();
        }
        List<String> headings = new ArrayList<>(List.of("<" + title));
        shown.forEach(column -> headings.add(column.heading));
        TextGrid grid = new TextGrid(headings.toArray(String[]::new));
        return grid.render(rows.stream().map(row -> grid.row(cells(row, shown))).toList(), width, spared);
    }

    private String[] cells(T row, List<Column<T>> shown) {
        List<String> cells = new ArrayList<>(List.of(label.apply(row)));
        shown.forEach(column -> cells.add(Objects.requireNonNullElse(column.cell.apply(row), UNKNOWN)));
        return cells.toArray(String[]::new);
    }
}
