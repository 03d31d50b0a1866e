package io.soakline.sink.report.html;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A table that scrolls sideways in its own frame where the screen is too narrow. */
final class Table {

    private static final String UNKNOWN = "–";

    /** Characters from which on a cell is kept from becoming a tower of words. */
    private static final int LONG = 40;

    private final Markup out;
    private final int columns;
    private boolean inRow;

    /** @param headings one that begins with {@code >} is of a column of figures */
    Table(Markup out, String caption, String... headings) {
        this.out = out;
        this.columns = headings.length;
        out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        out.open("table")
                .open("caption")
                .element("span", caption, "class", "stay")
                .close();
        out.open("thead").open("tr");
        for (String heading : headings) {
            boolean figures = heading.startsWith(">");
            out.element(
                    "th", figures ? heading.substring(1) : heading, "scope", "col", "class", figures ? "num" : null);
        }
        out.close().close().open("tbody").line();
    }

    /** Begins a row with its name. */
    Table row(String name) {
        endRow();
        out.open("tr").element("th", name, "scope", "row");
        inRow = true;
        return this;
    }

    /** A line across the table above the rows that it is about. */
    Table group(String text) {
        endRow();
        out.open("tr", "class", "group")
                .open("th", "colspan", Integer.toString(columns), "scope", "rowgroup")
                .element("span", text, "class", "stay")
                .close()
                .close()
                .line();
        return this;
    }

    /** Null is a figure that is not known. */
    Table num(@Nullable String text) {
        out.element("td", text == null ? UNKNOWN : text, "class", "num");
        return this;
    }

    /** With its interval below it; null is no interval. */
    Table num(@Nullable String text, @Nullable String interval) {
        out.open("td", "class", "num").text(text == null ? UNKNOWN : text);
        if (interval != null) {
            out.element("span", interval, "class", "interval");
        }
        out.close();
        return this;
    }

    Table cell(@Nullable String text) {
        boolean isLong = text != null && text.length() > LONG;
        out.element("td", text == null ? UNKNOWN : text, "class", isLong ? "long" : null);
        return this;
    }

    Table cell(Consumer<Markup> content) {
        out.open("td");
        content.accept(out);
        out.close();
        return this;
    }

    private void endRow() {
        if (inRow) {
            out.close().line();
            inRow = false;
        }
    }

    void end() {
        endRow();
        out.close().close().close().line();
    }
}
