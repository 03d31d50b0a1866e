package io.soakline.sink.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Columns of text, two spaces apart, or one where two would not fit the terminal. A heading that begins with {@code >} aligns its column to the right. */
final class TextGrid {

    private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;]*m");

    record Row(List<String> cells) {}

    private final List<String> headings = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    TextGrid(String... columns) {
        for (String column : columns) {
            right.add(column.charAt(0) == '>');
            headings.add(column.substring(1));
        }
    }

    Row row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + headings.size() + " columns");
        }
        return new Row(List.of(cells));
    }

    List<String> render(List<Row> rows) {
        List<Row> all = new ArrayList<>();
        all.add(new Row(List.copyOf(headings)));
        all.addAll(rows);
        int[] widths = new int[headings.size()];
        for (Row row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.cells.get(i)));
            }
        }
        int wide = Arrays.stream(widths).sum() + 2 * (widths.length - 1);
        String gap = wide <= SummaryTable.COLUMNS ? "  " : " ";
        return all.stream().map(row -> line(row, widths, gap)).toList();
    }

    private String line(Row row, int[] widths, String gap) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.cells.get(i);
            String padding = " ".repeat(widths[i] - width(cell));
            line.append(i == 0 ? "" : gap).append(right.get(i) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    /** As seen: colour codes take no room. */
    private static int width(String cell) {
        return ANSI.matcher(cell).replaceAll("").length();
    }
}
