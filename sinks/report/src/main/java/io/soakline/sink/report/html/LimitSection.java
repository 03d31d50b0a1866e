package io.soakline.sink.report.html;

import io.soakline.sink.report.Figures;
import io.soakline.sink.report.LevelSummary;
import io.soakline.sink.report.Predictability;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the data of this report do not carry. */
final class LimitSection implements Section {

    @Override
    public String id() {
        return "limits";
    }

    @Override
    public String title() {
        return "What this does not show";
    }

    @Override
    public void write(Page page, Markup out) {
        out.open("ul");
        for (String limit : limits(page)) {
            out.element("li", limit).line();
        }
        out.close();
    }

    private static List<String> limits(Page page) {
        List<String> limits = new ArrayList<>();
        limits.add(
                "It speaks of these inputs, devices, settings and this time. Another board, driver, clock setting or set of"
                        + " inputs needs its own measurement.");
        limits.add("Equal outputs on the inputs seen bound how often others differ; they do not exclude it.");
        levels(page, limits);
        builds(page, limits);
        quantiles(page, limits);
        pwcet(page, limits);
        unsketched(page, limits);
        if (page.data().unreadablePanes() > 0) {
            limits.add(Figures.counted(page.data().unreadablePanes(), "pane") + " could not be read for the drawings.");
        }
        return limits;
    }

    private static void levels(Page page, List<String> limits) {
        String missing = page.audit().levels().stream()
                .filter(level -> level.bitwiseRate() == null)
                .map(LevelSummary::level)
                .map(level -> level.words())
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            limits.add("Not compared: " + missing + ".");
        }
    }

    private static void builds(Page page, List<String> limits) {
        long most = page.names().byCompiler().values().stream()
                .mapToLong(runs ->
                        runs.stream().map(RunSummary::buildKey).distinct().count())
                .max()
                .orElse(0);
        if (most > 1 && most < 6) {
            limits.add(
                    "At most " + Figures.counted(most, "build")
                            + " of a compiler: intervals of what builds differ in are wide, and a rare bad build is easily missed.");
        }
    }

    private static void quantiles(Page page, List<String> limits) {
        List<String> small = page.runs().stream()
                .filter(run -> run.inferences() > 0 && run.latencyNanos().p999() == null)
                .map(run -> page.names().run(run.run()))
                .toList();
        if (!small.isEmpty()) {
            limits.add("No p99.9 of " + Listed.without(page, small) + ", for want of inferences.");
        }
    }

    private static void pwcet(Page page, List<String> limits) {
        TreeMap<String, List<String>> refused = new TreeMap<>();
        for (RunSummary run : page.runs()) {
            Predictability figures = run.predictability();
            String reason = figures == null || figures.pwcet() == null
                    ? "the run is too short to try"
                    : figures.pwcet().refusedBy();
            if (reason != null) {
                refused.computeIfAbsent(reason, same -> new ArrayList<>())
                        .add(page.names().run(run.run()));
            }
        }
        refused.forEach((reason, runs) ->
                limits.add("No pWCET estimate for " + Listed.without(page, runs) + ": " + reason + "."));
    }

    private static void unsketched(Page page, List<String> limits) {
        long unsketched = page.runs().stream()
                .map(RunSummary::conditions)
                .filter(Objects::nonNull)
                .map(conditions -> conditions.unsketched())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        if (unsketched > 0) {
            limits.add("The outputs of " + Figures.counted(unsketched, "inference")
                    + " are counted but not described: too many distinct ones came before.");
        }
    }
}
