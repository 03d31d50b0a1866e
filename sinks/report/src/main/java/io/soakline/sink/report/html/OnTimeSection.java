package io.soakline.sink.report.html;

import io.soakline.sink.report.CorrectOnTime;
import io.soakline.sink.report.Figures;
import io.soakline.sink.report.Headline;
import io.soakline.sink.report.Predictability.Deadline;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Right label within the deadline, and misses alone. */
final class OnTimeSection implements Section {

    @Override
    public String id() {
        return "on-time";
    }

    @Override
    public String title() {
        return "Correct and on time";
    }

    @Override
    public void write(Page page, Markup out) {
        List<RunSummary> runs = page.runs().stream()
                .filter(run -> run.correctOnTime() != null || deadline(run) != null)
                .toList();
        if (runs.isEmpty()) {
            Words.paragraph(
                    out,
                    page.audit().headlines().stream()
                            .filter(headline -> headline.question().equals("correctOnTime"))
                            .map(Headline::text)
                            .findFirst()
                            .orElse("Not known: it takes a deadline and expected labels."));
            return;
        }
        Table table = new Table(
                out,
                "Inferences with the right label within the deadline",
                "Run",
                ">Deadline",
                ">Right and in time",
                ">Rate",
                ">At least (95 %)",
                ">Late",
                ">At most late (95 %)");
        runs.forEach(run -> row(table, page, run));
        table.end();
        Words.note(
                out,
                "Bounds are one-sided Clopper-Pearson for one look at independent inferences. Late counts from the intended"
                        + " start, so waiting in a queue is in it.");
    }

    private static void row(Table table, Page page, RunSummary run) {
        CorrectOnTime figures = run.correctOnTime();
        Deadline deadline = deadline(run);
        table.row(page.names().run(run.run()))
                .num(deadline == null ? null : Figures.duration(deadline.nanos()))
                .num(figures == null ? null : Figures.count(figures.count()) + " of " + Figures.count(figures.trials()))
                .num(figures == null ? null : Figures.rate(figures.rate()))
                .num(figures == null ? null : Words.rate(figures.rateLower95()))
                .num(deadline == null ? null : Words.count(deadline.misses()))
                .num(deadline == null ? null : Words.rate(deadline.missRateUpper95()));
    }

    private static @Nullable Deadline deadline(RunSummary run) {
        return run.predictability() == null ? null : run.predictability().deadline();
    }
}
