package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;

/** An engine that does not repeat itself. */
final class RepeatabilityAdvice {

    private RepeatabilityAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        return facts.names().runs().stream()
                .filter(run -> run.repeatability().bitwiseRate() != null
                        && run.repeatability().bitwiseRate() < 1)
                .map(run -> Recommendation.todo(
                        "repeatability",
                        "Do not rely on " + facts.names().run(run.run()) + " to repeat an output.",
                        evidence(run)))
                .toList();
    }

    private static String evidence(RunSummary run) {
        Double rate = run.repeatability().bitwiseRate();
        Long outputs = run.repeatability().distinctOutputs();
        return Figures.rate(rate == null ? 1 : rate) + " of " + Figures.count(run.inferences())
                + " inferences gave their input's usual output; "
                + (outputs == null ? "an unknown number of" : Figures.count(outputs)) + " distinct outputs for "
                + run.repeatability().inputs() + " inputs.";
    }
}
