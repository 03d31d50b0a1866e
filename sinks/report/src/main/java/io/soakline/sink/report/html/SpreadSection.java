package io.soakline.sink.report.html;

import io.soakline.sink.report.BuildSummary;
import io.soakline.sink.report.CompilerSpread;
import io.soakline.sink.report.CompilerSpread.Part;
import io.soakline.sink.report.Figures;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** How far builds of one compiler, and runs of one build, lie apart. */
final class SpreadSection implements Section {

    private static final int ROW = 40;

    @Override
    public String id() {
        return "spread";
    }

    @Override
    public String title() {
        return "Between builds and between runs";
    }

    @Override
    public void write(Page page, Markup out) {
        medians(page, out);
        List<CompilerSpread> spreads = page.audit().spreads();
        if (spreads.isEmpty()) {
            Words.paragraph(out, "No panes were recorded, so the variance cannot be split.");
            return;
        }
        Table table = new Table(
                out,
                "Standard deviation of the latency in percent, and ICC; in brackets 95 % intervals",
                "Compiler",
                ">Builds",
                ">Between builds",
                ">ICC of the build",
                ">Runs",
                ">Between runs",
                ">ICC of the run",
                ">Within a run",
                ">Panes");
        for (CompilerSpread spread : spreads) {
            table.row(spread.compiler()).num(Figures.count(spread.build().levels()));
            part(table, spread.build());
            table.num(Figures.count(spread.run().levels()));
            part(table, spread.run());
            table.num(percent(spread.residual())).num(Figures.count(spread.panes()));
        }
        table.end();
        refusals(spreads, out);
        Words.note(
                out,
                "ICC: the share of the whole variance that two values have in common because they come from the same build,"
                        + " or run. 0: the build does not matter; 1: nothing else does. A wide interval means too few builds.");
    }

    private static void part(Table table, Part part) {
        table.num(percent(part)).num(icc(part));
    }

    private static String percent(Part part) {
        Double percent = part.percent();
        if (percent == null) {
            return "refused";
        }
        Double low = part.percentLow();
        Double high = part.percentHigh();
        return Part.text(percent) + " %"
                + (low == null ? "" : " [" + Part.text(low) + ", " + (high == null ? "open" : Part.text(high)) + "]");
    }

    private static String icc(Part part) {
        Double icc = part.icc();
        if (icc == null) {
            return "refused";
        }
        return part.iccLow() == null || part.iccHigh() == null
                ? String.format(Locale.ROOT, "%.2f", icc)
                : String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", icc, part.iccLow(), part.iccHigh());
    }

    private static void refusals(List<CompilerSpread> spreads, Markup out) {
        TreeSet<String> said = new TreeSet<>();
        for (CompilerSpread spread : spreads) {
            for (Part part : List.of(spread.build(), spread.run(), spread.residual())) {
                if (part.refused() != null) {
                    said.add(spread.compiler() + ", " + part.refused());
                }
            }
        }
        said.forEach(reason -> Words.note(out, "Refused: " + reason + "."));
    }

    private static void medians(Page page, Markup out) {
        List<BuildSummary> builds = page.audit().builds().stream()
                .filter(build -> !build.medianNanos().isEmpty())
                .toList();
        if (builds.isEmpty()) {
            return;
        }
        out.element("h3", "Median of every run, by build");
        long low = builds.stream()
                .flatMap(b -> b.medianNanos().stream())
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
        long high = builds.stream()
                .flatMap(b -> b.medianNanos().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        Scale scale = Scale.linear((double) low, (double) high);
        int height = builds.size() * ROW;
        Drawing drawing = Drawing.begin(
                        out,
                        scale,
                        height,
                        "Median latency of every run of " + Figures.counted(builds.size(), "build") + ", between "
                                + Figures.duration(low) + " and " + Figures.duration(high))
                .axis(0, height, nanos -> Figures.duration(Math.round(nanos)));
        for (int i = 0; i < builds.size(); i++) {
            row(page, drawing, builds.get(i), i * ROW);
        }
        drawing.end();
        Words.note(out, "One dot is the median of one run. The axis does not begin at 0.");
    }

    private static void row(Page page, Drawing drawing, BuildSummary build, int top) {
        long low = build.medianNanos().stream().mapToLong(Long::longValue).min().orElse(0);
        long high =
                build.medianNanos().stream().mapToLong(Long::longValue).max().orElse(0);
        String colour = Colours.of(page, build.compiler());
        drawing.label(
                top + 13,
                build.name(),
                low == high ? Figures.duration(low) : Figures.duration(low) + " to " + Figures.duration(high));
        drawing.bar((double) low, (double) high, top + 26, "bar " + colour);
        for (long median : build.medianNanos()) {
            drawing.dot((double) median, top + 26, colour, build.name() + ": " + Figures.duration(median));
        }
    }
}
