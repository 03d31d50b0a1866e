package io.soakline.sink.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns of text, two spaces apart, or one where two would not fit. A heading that begins with {@code >} aligns its column to
 * the right.
 */
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

    /**
     * @param width of the terminal in characters
     * @param spared headings of columns that may be left out where there is no room for all, the first one first
     */
    List<String> render(List<Row> rows, int width, String... spared) {
        List<Row> all = new ArrayList<>();
        all.add(new Row(List.copyOf(headings)));
        all.addAll(rows);
        int[] widths = new int[headings.size()];
        for (Row row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.cells.get(i)));
            }
        }
        List<Integer> shown =
                new ArrayList<>(IntStream.range(0, widths.length).boxed().toList());
        for (int i = 0; i < spared.length && together(widths, shown, 1) > width; i++) {
            shown.remove((Object) headings.indexOf(spared[i]));
        }
        String gap = together(widths, shown, 2) <= width ? "  " : " ";
        return all.stream().map(row -> line(row, widths, shown, gap)).toList();
    }

    private static int together(int[] widths, List<Integer> shown, int gap) {
        return shown.stream().mapToInt(i -> widths[i]).sum() + gap * (shown.size() - 1);
    }

    private String line(Row row, int[] widths, List<Integer> shown, String gap) {
        return shown.stream()
                .map(i -> {
                    String cell = row.cells.get(i);
                    String padding = " ".repeat(widths[i] - width(cell));
                    return right.get(i) ? padding + cell : cell + padding;
                })
                .collect(Collectors.joining(gap))
                .stripTrailing();
    }

    /** As seen: colour codes take no room. */
    private static int width(String cell) {
        return ANSI.matcher(cell).replaceAll("").length();
    }
}
