package io.soakline.sink.report.html;

import io.soakline.sink.report.Accuracy;
import io.soakline.sink.report.BuildSummary;
import io.soakline.sink.report.Figures;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;

/** Usual outputs against expected labels. */
final class AccuracySection implements Section {

    private static final int ROW = 40;

    @Override
    public String id() {
        return "accuracy";
    }

    @Override
    public String title() {
        return "Accuracy against labels";
    }

    @Override
    public void write(Page page, Markup out) {
        List<BuildSummary> known = page.audit().builds().stream()
                .filter(build -> build.accuracy() != null)
                .toList();
        if (known.isEmpty()) {
            Words.paragraph(
                    out, "Not known: the inputs have no expected labels, or the outputs are not known. See --labels.");
            return;
        }
        draw(page, known, out);
        Table table = new Table(
                out,
                "Share of inputs whose usual output has the expected label; of several runs the worst",
                "Build",
                ">Right",
                ">Accuracy",
                ">95 % interval");
        for (BuildSummary build : known) {
            Accuracy accuracy = build.accuracy();
            if (accuracy != null) {
                table.row(build.name())
                        .num(accuracy.correct() + " of " + accuracy.inputs())
                        .num(Figures.rate(accuracy.rate()))
                        .num(Figures.rate(accuracy.low95()) + " to " + Figures.rate(accuracy.high95()));
            }
        }
        table.end();
        Words.note(
                out,
                "Intervals are Blaker's (2000), as if the inputs were drawn from those to come. All builds saw the same inputs: two"
                        + " intervals that overlap may still hide a difference, which the labels above would show.");
    }

    private static void draw(Page page, List<BuildSummary> builds, Markup out) {
        double low = 1;
        for (BuildSummary build : builds) {
            low = Math.min(low, build.accuracy() == null ? 1 : build.accuracy().low95());
        }
        Scale scale = new Scale(Math.max(0, low - 0.02), 1, false);
        int height = builds.size() * ROW;
        Drawing drawing = Drawing.begin(
                        out,
                        scale,
                        height,
                        "Accuracy of " + builds.size() + " builds with 95 % intervals, figures below")
                .axis(0, height, share -> tick().format(100 * share) + " %");
        for (int i = 0; i < builds.size(); i++) {
            row(page, drawing, builds.get(i), i * ROW);
        }
        drawing.end();
    }

    /** Whole percents, or the halves and tenths that steps of an axis come to. */
    private static NumberFormat tick() {
        NumberFormat format = NumberFormat.getInstance(Locale.ROOT);
        format.setMaximumFractionDigits(2);
        return format;
    }

    private static void row(Page page, Drawing drawing, BuildSummary build, int top) {
        Accuracy accuracy = build.accuracy();
        if (accuracy == null) {
            return;
        }
        String colour = Colours.of(page, build.compiler());
        drawing.label(top + 13, build.name(), Figures.rate(accuracy.rate()));
        drawing.bar(accuracy.low95(), accuracy.high95(), top + 26, "bar " + colour);
        drawing.dot(accuracy.rate(), top + 26, colour, build.name() + ": " + Figures.rate(accuracy.rate()));
    }
}
