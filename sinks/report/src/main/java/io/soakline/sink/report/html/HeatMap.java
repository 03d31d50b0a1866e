package io.soakline.sink.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds against builds as coloured cells with the number in each. One hue from light to dark, so that it reads without
 * colour; what was not compared has no fill. Below it the same as a table.
 *
 * @param shares rows and columns as the names; null was not compared
 * @param shade dark is a share of 1
 */
record HeatMap(
        String title,
        List<String> names,
        List<List<@Nullable Double>> shares,
        DoubleFunction<String> text,
        Shade shade) {

    private static final int NAMES_PERCENT = 30;
    private static final int CELL_HEIGHT = 30;
    private static final int TOP = 20;
    private static final int NARROWEST_CELL = 30;

    void write(Markup out) {
        out.element("h3", title);
        int k = names.size();
        out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title);
        out.open(
                "svg",
                "class",
                "chart heat",
                "role",
                "img",
                "aria-label",
                title + ", " + k + " builds; the same figures are in the table below",
                "width",
                "100%",
                "height",
                Integer.toString(TOP + k * CELL_HEIGHT + 4),
                "style",
                "min-width:" + (100 + k * NARROWEST_CELL) + "px");
        for (int i = 0; i < k; i++) {
            number(out, i);
            name(out, i);
            for (int j = 0; j < k; j++) {
                cell(out, i, j);
            }
        }
        out.close().close();
        table(out);
    }

    private double width() {
        return (100.0 - NAMES_PERCENT) / names.size();
    }

    private String x(double column) {
        return String.format(Locale.ROOT, "%.2f%%", NAMES_PERCENT + column * width());
    }

    /** Columns carry the number that stands before the row's name. */
    private void number(Markup out, int column) {
        out.element(
                "text",
                Integer.toString(column + 1),
                "x",
                x(column + 0.5),
                "y",
                "14",
                "text-anchor",
                "middle",
                "class",
                "tick");
    }

    private void name(Markup out, int row) {
        out.element(
                "text",
                (row + 1) + " " + names.get(row).replace(" build ", " b"),
                "x",
                "4",
                "y",
                Integer.toString(TOP + row * CELL_HEIGHT + 19),
                "class",
                "name");
    }

    private void cell(Markup out, int row, int column) {
        Double share = shares.get(row).get(column);
        out.open(
                "rect",
                "x",
                x(column),
                "y",
                Integer.toString(TOP + row * CELL_HEIGHT),
                "width",
                String.format(Locale.ROOT, "%.2f%%", width()),
                "height",
                Integer.toString(CELL_HEIGHT),
                "class",
                share == null ? "none" : null,
                "style",
                share == null ? null : "fill:" + shade.colour(depth(share)));
        out.element(
                        "title",
                        names.get(row) + " and " + names.get(column) + ": "
                                + (share == null ? "not compared" : text.apply(share) + " %"))
                .close();
        out.element(
                "text",
                share == null ? "·" : text.apply(share),
                "x",
                x(column + 0.5),
                "y",
                Integer.toString(TOP + row * CELL_HEIGHT + 19),
                "text-anchor",
                "middle",
                "class",
                share == null ? "none" : shade.whiteLetters(depth(share)) ? "inverse" : null);
    }

    /** Where few are many already, small shares get shades of their own. */
    private double depth(double share) {
        return shade == Shade.ORANGE ? Math.sqrt(share) : share;
    }

    private void table(Markup out) {
        out.open("details").element("summary", "The same as a table");
        List<String> headings = new ArrayList<>(List.of("Build"));
        names.forEach(name -> headings.add(">" + name));
        Table table = new Table(out, title + ", percent", headings.toArray(String[]::new));
        for (int i = 0; i < names.size(); i++) {
            table.row(names.get(i));
            for (Double share : shares.get(i)) {
                table.num(share == null ? null : text.apply(share));
            }
        }
        table.end();
        out.close();
    }
}
