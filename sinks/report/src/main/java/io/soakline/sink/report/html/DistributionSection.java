package io.soakline.sink.report.html;

import io.soakline.sink.report.Figures;
import io.soakline.sink.report.RunDistribution;
import io.soakline.sink.report.SoakSummary.RunSummary;
import io.soakline.statistics.LatencySketch.Bucket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latency of every run below one another on one logarithmic axis. */
final class DistributionSection implements Section {

    private static final int ROW = 52;
    private static final int RIDGE_TOP = 18;
    private static final int RIDGE_HEIGHT = 30;

    @Override
    public String id() {
        return "distributions";
    }

    @Override
    public String title() {
        return "Latency distributions";
    }

    @Override
    public void write(Page page, Markup out) {
        List<RunSummary> drawn = page.runs().stream()
                .filter(run -> distribution(page, run) != null)
                .toList();
        if (drawn.isEmpty()) {
            Words.paragraph(out, "No distribution is at hand: the panes of these runs were not read, or hold none.");
        } else {
            draw(page, drawn, out);
            Words.note(
                    out,
                    "All runs on one logarithmic axis. The height is the logarithm of the count, so that a single slow"
                            + " inference can be seen. Solid line: median; dashed: p99. The figures are in the table above.");
        }
        if (page.data().unreadablePanes() > 0) {
            Words.note(
                    out,
                    Figures.counted(page.data().unreadablePanes(), "pane")
                            + " are left out here: their distributions are of a format that this version cannot read.");
        }
    }

    private static @Nullable RunDistribution distribution(Page page, RunSummary run) {
        RunDistribution distribution = page.data().distributions().get(run.run());
        return distribution == null || distribution.buckets().isEmpty() ? null : distribution;
    }

    private static void draw(Page page, List<RunSummary> runs, Markup out) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (RunSummary run : runs) {
            RunDistribution distribution = distribution(page, run);
            if (distribution != null) {
                low = Math.min(low, distribution.lowestNanos());
                high = Math.max(high, last(distribution).upper());
            }
        }
        Scale scale = Scale.logarithmic(low, high);
        int height = runs.size() * ROW;
        Drawing drawing = Drawing.begin(
                        out,
                        scale,
                        height,
                        "Latency distributions of " + Figures.counted(runs.size(), "run") + " between "
                                + Figures.duration(Math.round(low)) + " and " + Figures.duration(Math.round(high)))
                .axis(0, height, nanos -> Figures.duration(Math.round(nanos)));
        for (int i = 0; i < runs.size(); i++) {
            RunDistribution distribution = distribution(page, runs.get(i));
            if (distribution != null) {
                ridge(page, drawing, scale, runs.get(i), distribution, i * ROW);
            }
        }
        drawing.end();
    }

    private static Bucket last(RunDistribution distribution) {
        return distribution.buckets().get(distribution.buckets().size() - 1);
    }

    private static void ridge(
            Page page, Drawing drawing, Scale scale, RunSummary run, RunDistribution distribution, int top) {
        drawing.label(top + 13, page.names().run(run.run()), figures(run));
        drawing.shape(points(scale, distribution), top + RIDGE_TOP, RIDGE_HEIGHT, Colours.of(page, run.compiler()));
        int bottom = top + RIDGE_TOP + RIDGE_HEIGHT;
        Long p50 = run.latencyNanos().p50();
        Long p99 = run.latencyNanos().p99();
        if (p50 != null) {
            drawing.mark(p50.doubleValue(), top + RIDGE_TOP, bottom, "p50");
        }
        if (p99 != null) {
            drawing.mark(p99.doubleValue(), top + RIDGE_TOP, bottom, "p99");
        }
    }

    private static String figures(RunSummary run) {
        Long p50 = run.latencyNanos().p50();
        Long max = run.latencyNanos().max();
        return (p50 == null ? "" : "p50 " + Figures.duration(p50))
                + (max == null ? "" : ", max " + Figures.duration(max));
    }

    /** The outline of the histogram, from the axis up and down to it again. */
    private static List<double[]> points(Scale scale, RunDistribution distribution) {
        double most = (double)
                distribution.buckets().stream().mapToLong(Bucket::count).max().orElse(1);
        List<double[]> points = new ArrayList<>();
        double left = scale.thousandth(distribution.lowestNanos());
        points.add(new double[] {left, 0});
        for (Bucket bucket : distribution.buckets()) {
            double right = scale.thousandth(bucket.upper());
            double height = Math.log1p((double) bucket.count()) / Math.log1p(most);
            points.add(new double[] {left, height});
            points.add(new double[] {right, height});
            left = right;
        }
        points.add(new double[] {left, 0});
        return points;
    }
}
