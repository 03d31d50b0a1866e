package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.List;

/** A run that broke or drifted comes before every comparison. */
final class FailureAdvice {

    private FailureAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        List<Recommendation> all = new ArrayList<>();
        for (RunSummary run : facts.names().runs()) {
            String state = run.verdict().state();
            String name = facts.names().run(run.run());
            if (state.equals(Verdict.DRIFTED)) {
                all.add(Recommendation.todo(
                        "drift",
                        "Find out what moved " + name + " before its figures are compared with others.",
                        run.verdict().reason()));
            } else if (!state.equals(Verdict.STEADY) && !state.equals(Verdict.INSUFFICIENT)) {
                all.add(Recommendation.todo(
                        "failures",
                        "Do not release " + name + ".",
                        run.verdict().reason()));
            }
        }
        return all;
    }
}
