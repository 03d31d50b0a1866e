package io.soakline.sink.report.html;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * An SVG as wide as its place: x in percent, y in pixels, so that letters keep their size on a narrow screen.
 */
final class Drawing {

    private static final int AXIS_HEIGHT = 20;
    private static final int MOST_TICKS = 5;

    private final Markup out;
    private final Scale scale;

    private Drawing(Markup out, Scale scale) {
        this.out = out;
        this.scale = scale;
    }

    /** @param description what a person who cannot see it needs to know */
    static Drawing begin(Markup out, Scale scale, int heightWithoutAxis, String description) {
        out.open(
                "svg",
                "class",
                "chart",
                "role",
                "img",
                "aria-label",
                description,
                "width",
                "100%",
                "height",
                Integer.toString(heightWithoutAxis + AXIS_HEIGHT));
        return new Drawing(out, scale);
    }

    /** Vertical lines and their values below. */
    Drawing axis(int top, int bottom, DoubleFunction<String> label) {
        for (double tick : scale.ticks(MOST_TICKS)) {
            String x = scale.percent(tick);
            line(x, top, x, bottom, "grid");
            out.element(
                    "text",
                    label.apply(tick),
                    "x",
                    x,
                    "y",
                    Integer.toString(bottom + 14),
                    "class",
                    "tick",
                    "text-anchor",
                    anchor(scale.fraction(tick)));
        }
        return this;
    }

    /** Labels at the ends stay inside. */
    private static String anchor(double fraction) {
        return fraction < 0.06 ? "start" : fraction > 0.94 ? "end" : "middle";
    }

    /** Name at the left and figures at the right of one line. */
    Drawing label(int baseline, String name, String figures) {
        String y = Integer.toString(baseline);
        out.element("text", name, "x", "0", "y", y, "class", "name");
        out.element("text", figures, "x", "100%", "y", y, "class", "figures", "text-anchor", "end");
        return this;
    }

    Drawing dot(double value, int y, String cssClass, String title) {
        out.open("circle", "cx", scale.percent(value), "cy", Integer.toString(y), "r", "5", "class", cssClass)
                .element("title", title)
                .close();
        return this;
    }

    Drawing bar(double from, double to, int y, String cssClass) {
        return line(scale.percent(from), y, scale.percent(to), y, cssClass);
    }

    Drawing mark(double value, int top, int bottom, String cssClass) {
        String x = scale.percent(value);
        return line(x, top, x, bottom, cssClass);
    }

    private Drawing line(String x1, int y1, String x2, int y2, String cssClass) {
        out.open("line", "x1", x1, "y1", Integer.toString(y1), "x2", x2, "y2", Integer.toString(y2), "class", cssClass)
                .close();
        return this;
    }

    /** @param points x in thousandths of the width, y from 0 (bottom) to 1 (top) */
    Drawing shape(List<double[]> points, int top, int height, String cssClass) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(String.format(Locale.ROOT, "%.1f %.1f", point[0], 100 * (1 - point[1])));
        }
        out.open(
                        "svg",
                        "x",
                        "0",
                        "y",
                        Integer.toString(top),
                        "width",
                        "100%",
                        "height",
                        Integer.toString(height),
                        "viewBox",
                        "0 0 1000 100",
                        "preserveAspectRatio",
                        "none")
                .open("path", "d", path.append('Z').toString(), "class", cssClass)
                .close()
                .close();
        return this;
    }

    void end() {
        out.close().line();
    }
}
