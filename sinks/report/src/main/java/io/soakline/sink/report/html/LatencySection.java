package io.soakline.sink.report.html;

import io.soakline.sink.report.Figures;
import io.soakline.sink.report.Predictability;
import io.soakline.sink.report.Predictability.Quantile;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Quantiles of every run with intervals, and how far they lie apart within a compiler. */
final class LatencySection implements Section {

    @Override
    public String id() {
        return "latency";
    }

    @Override
    public String title() {
        return "Latency";
    }

    @Override
    public void write(Page page, Markup out) {
        if (page.runs().isEmpty()) {
            Words.paragraph(out, "No run was recorded.");
            return;
        }
        Table table = new Table(
                out,
                "Service time, warm-up excluded; in brackets 95 % intervals from order statistics",
                "Run",
                "Verdict",
                ">n",
                ">p50",
                ">p90",
                ">p99",
                ">p99.9",
                ">max",
                ">CV");
        page.names().byCompiler().forEach((compiler, runs) -> {
            if (runs.size() > 1) {
                table.group(compiler + ": " + range(runs));
            }
            runs.forEach(run -> row(table, page, run));
        });
        table.end();
        reasons(page, out);
        Words.note(
                out,
                "The intervals take inferences as independent. What differs between builds and runs is not in them: see"
                        + " “Between builds and between runs”.");
        PhaseTable.write(page, out);
    }

    private static void row(Table table, Page page, RunSummary run) {
        table.row(page.names().run(run.run()))
                .cell(m -> Words.verdict(m, run.verdict().state()))
                .num(Figures.count(run.inferences()));
        quantile(table, run, 0.5, run.latencyNanos().p50());
        quantile(table, run, 0.9, run.latencyNanos().p90());
        quantile(table, run, 0.99, run.latencyNanos().p99());
        quantile(table, run, 0.999, run.latencyNanos().p999());
        table.num(Words.duration(run.latencyNanos().max())).num(Words.rate(run.cv()));
    }

    private static void quantile(Table table, RunSummary run, double p, @Nullable Long nanos) {
        Predictability predictability = run.predictability();
        Quantile quantile = predictability == null
                ? null
                : predictability.latency().stream()
                        .filter(q -> Math.abs(q.p() - p) < 1e-9)
                        .findFirst()
                        .orElse(null);
        String value = Words.latency(run, nanos);
        boolean bounded = quantile != null && quantile.lowNanos() != null && nanos != null;
        table.num(value, bounded ? interval(quantile) : null);
    }

    private static @Nullable String interval(@Nullable Quantile quantile) {
        return quantile == null ? null : Figures.interval(quantile);
    }

    private static String range(List<RunSummary> runs) {
        return Figures.counted(runs.size(), "run") + ", p50 "
                + range(runs, run -> run.latencyNanos().p50()) + ", p99 "
                + range(runs, run -> run.latencyNanos().p99());
    }

    private static String range(List<RunSummary> runs, Function<RunSummary, @Nullable Long> figure) {
        LongSummaryStatistics of = runs.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .summaryStatistics();
        return of.getCount() == 0
                ? "not known"
                : Figures.duration(of.getMin()) + " to " + Figures.duration(of.getMax());
    }

    private static void reasons(Page page, Markup out) {
        for (RunSummary run : page.runs()) {
            if (!run.verdict().state().equals("STEADY")) {
                Words.paragraph(out, page.names().run(run.run()) + ": " + Words.sentence(run.reason()));
            }
        }
    }
}
