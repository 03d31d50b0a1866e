package io.soakline.sink.report.html;

import io.soakline.sink.report.Conditions;
import io.soakline.sink.report.Figures;
import io.soakline.sink.report.Headline;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Title, verdict, and the three questions. */
final class Heading {

    private Heading() {}

    static String title(Page page) {
        if (page.runs().isEmpty()) {
            return "Soakline report: no runs";
        }
        return "Soakline report: " + few(page, RunSummary::model, "models") + " on "
                + few(page, RunSummary::device, "devices");
    }

    private static String few(Page page, Function<RunSummary, String> name, String plural) {
        List<String> names = page.runs().stream().map(name).distinct().sorted().toList();
        return names.size() > 2 ? names.size() + " " + plural : String.join(" and ", names);
    }

    static void write(Page page, String title, Markup out) {
        out.open("header").element("h1", title);
        out.open("p");
        Words.verdict(out, page.summary().verdict());
        out.text(" " + meaning(page)).close();
        out.element("p", scope(page), "class", "meta");
        out.open("div", "class", "cards");
        page.audit().headlines().forEach(headline -> card(headline, out));
        out.close().close().line();
    }

    private static String meaning(Page page) {
        return switch (page.summary().verdict()) {
            case "STEADY" -> "All runs kept the latency and outputs that they began with.";
            case "DRIFTED" -> "At least one run changed while it was watched.";
            case "INSUFFICIENT" ->
                page.runs().isEmpty()
                        ? "There is nothing to judge."
                        : "At least one run is too short to be judged; none is known to be bad.";
            default -> "At least one run failed or gave wrong outputs.";
        };
    }

    private static String scope(Page page) {
        List<Conditions> conditions = page.runs().stream()
                .map(RunSummary::conditions)
                .filter(Objects::nonNull)
                .toList();
        long inferences = page.runs().stream().mapToLong(RunSummary::inferences).sum();
        String count = Figures.counted(page.runs().size(), "run") + " of "
                + Figures.counted(page.names().builds().size(), "build") + ", "
                + Figures.counted(
                        page.runs().stream()
                                .map(RunSummary::compiler)
                                .distinct()
                                .count(),
                        "compiler") + ", "
                + Figures.counted(inferences, "inference");
        if (conditions.isEmpty()) {
            return count + ".";
        }
        String first = conditions.stream()
                .map(Conditions::startedAt)
                .min(Comparator.naturalOrder())
                .orElse("");
        String last = conditions.stream()
                .map(Conditions::endedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse("(still running)");
        return count + ", from " + Moment.of(first) + " to " + Moment.of(last) + ".";
    }

    private static void card(Headline headline, Markup out) {
        out.open("section", "class", "card").element("h2", question(headline));
        Words.answer(out, headline);
        out.element("p", headline.text());
        String basis = basis(headline);
        if (!basis.isEmpty()) {
            out.element("p", basis, "class", "meta");
        }
        out.close();
    }

    private static String question(Headline headline) {
        return switch (headline.question()) {
            case "predictable" -> "Predictable?";
            case "reproducible" -> "Reproducible?";
            default -> "Correct and on time?";
        };
    }

    private static String basis(Headline headline) {
        Double bound = headline.bound();
        String n = headline.n() == null ? "" : "n = " + Figures.count(headline.n());
        return switch (headline.question()) {
            case "predictable" ->
                n.isEmpty()
                        ? ""
                        : n + " inferences"
                                + (bound == null
                                        ? ""
                                        : "; at most " + Figures.rate(bound) + " late in the worst run (95 %)");
            case "reproducible" ->
                n.isEmpty()
                        ? ""
                        : n + " inputs"
                                + (bound == null || !headline.answer().equals(Headline.YES)
                                        ? ""
                                        : "; up to a rebuild, at most " + Figures.rate(bound)
                                                + " of outputs differ (95 %)");
            default ->
                n.isEmpty()
                        ? ""
                        : n + " inferences of that run"
                                + (bound == null ? "" : "; at least " + Figures.rate(bound) + " (95 %)");
        };
    }
}
