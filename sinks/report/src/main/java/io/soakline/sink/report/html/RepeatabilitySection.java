package io.soakline.sink.report.html;

import io.soakline.sink.report.Figures;
import io.soakline.sink.report.SelfTestSummary;
import io.soakline.sink.report.SoakSummary.Repeatability;
import io.soakline.sink.report.SoakSummary.RunSummary;

/** The same engine against itself. */
final class RepeatabilitySection implements Section {

    @Override
    public String id() {
        return "repeatability";
    }

    @Override
    public String title() {
        return "Repeatability and self-tests";
    }

    @Override
    public void write(Page page, Markup out) {
        if (page.runs().isEmpty()) {
            Words.paragraph(out, "No run was recorded.");
        } else {
            runs(page, out);
        }
        tests(page, out);
    }

    private static void runs(Page page, Markup out) {
        Table table = new Table(
                out,
                "Same engine, same input: how often the same output",
                "Run",
                ">Inferences",
                ">Inputs",
                ">Usual output",
                ">Distinct outputs",
                ">At most differ (95 %)",
                ">NaN or infinity");
        for (RunSummary run : page.runs()) {
            Repeatability figures = run.repeatability();
            table.row(page.names().run(run.run()))
                    .num(Figures.count(run.inferences()))
                    .num(Figures.count(figures.inputs()))
                    .num(figures.bitwiseRate() == null ? "no input came twice" : Figures.rate(figures.bitwiseRate()))
                    .num(Words.count(figures.distinctOutputs()))
                    .num(Words.rate(figures.mismatchRateUpper95()))
                    .num(Words.count(run.nonFinite()));
        }
        table.end();
    }

    private static void tests(Page page, Markup out) {
        out.element("h3", "Self-tests");
        if (page.summary().selfTests().isEmpty()) {
            Words.paragraph(out, "None were made.");
            return;
        }
        Table table = new Table(
                out,
                "Tests that need no reference",
                "Engine",
                "Test",
                "Outcome",
                ">Differ",
                ">Comparisons",
                "What was seen");
        for (SelfTestSummary test : page.summary().selfTests()) {
            table.row(page.names().tested(test))
                    .cell(test.words())
                    .cell(m -> outcome(m, test.outcome()))
                    .num(Figures.count(test.mismatches()))
                    .num(Figures.count(test.trials()))
                    .cell(test.evidence());
        }
        table.end();
    }

    private static void outcome(Markup out, String outcome) {
        switch (outcome) {
            case SelfTestSummary.PASSED -> Words.badge(out, "good", "✔ passed");
            case SelfTestSummary.FAILED -> Words.badge(out, "bad", "✘ failed");
            default -> Words.badge(out, "plain", "– " + outcome.replace('_', ' '));
        }
    }
}
