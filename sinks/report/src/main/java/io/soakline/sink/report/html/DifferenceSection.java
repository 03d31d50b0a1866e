package io.soakline.sink.report.html;

import io.soakline.sink.report.AgreementSummary;
import io.soakline.sink.report.Figures;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** By how much outputs differ, model by model: a row for each two compilers, and folded away one for each two builds. */
final class DifferenceSection implements Section {

    private static final int MOST_ROWS = 200;

    /** A column that is left out when no row has it. */
    private record Column(String heading, Function<Comparison, @Nullable String> cell) {}

    private static final List<Column> COLUMNS = List.of(
            new Column(">Same bits", row -> Words.rate(row.smallest(AgreementSummary::bitwiseRate))),
            new Column(">Max abs", DifferenceSection::maxAbs),
            new Column(">ULP", DifferenceSection::maxUlp),
            new Column(">L2 median", row -> distance(row, AgreementSummary::l2RelativeMedian)),
            new Column(">L2 p99", row -> distance(row, AgreementSummary::l2RelativeP99)),
            new Column(">L2 max", row -> distance(row, AgreementSummary::l2RelativeMax)),
            new Column(">In tolerance", row -> Words.rate(row.smallest(AgreementSummary::toleranceRate))),
            new Column(">Answers", DifferenceSection::answers),
            new Column(">Kappa", DifferenceSection::kappa),
            new Column(">Flip risk", row -> Words.rate(row.largest(AgreementSummary::flipRisk))));

    @Override
    public String id() {
        return "differences";
    }

    @Override
    public String title() {
        return "How far outputs differ";
    }

    @Override
    public void write(Page page, Markup out) {
        List<AgreementSummary> agreements = page.summary().agreements();
        if (agreements.stream().noneMatch(AgreementSummary::pair)) {
            Words.paragraph(out, "No two runs were compared.");
            return;
        }
        List<DifferingPairs> builds = DifferingPairs.byModel(page, page.names()::buildOfRun);
        if (builds.isEmpty()) {
            Words.paragraph(
                    out,
                    "Nothing differs: the outputs of all runs that were compared are bit for bit the same ("
                            + Figures.counted(agreements.size(), "pair")
                            + " of runs).");
        } else {
            List<DifferingPairs> compilers = DifferingPairs.byModel(page, page.names()::compilerOfRun);
            List<Comparison> differing = DifferingPairs.all(builds);
            table(
                    out,
                    "By compiler, the farthest apart first; each figure is that of the worst pair of runs",
                    compilers);
            explain(out, differing);
            if (differing.size() > DifferingPairs.all(compilers).size()) {
                out.open("details").element("summary", "Every two builds that differ (" + differing.size() + ")");
                table(out, "By build, the farthest apart first", builds);
                out.close();
            }
        }
        rawOnly(page, out);
    }

    private static void table(Markup out, String caption, List<DifferingPairs> models) {
        List<Comparison> comparisons = DifferingPairs.all(models);
        List<Column> columns = COLUMNS.stream()
                .filter(column -> comparisons.stream().anyMatch(row -> column.cell.apply(row) != null))
                .toList();
        Table table = new Table(
                out,
                caption,
                Stream.concat(
                                Stream.of("Compared", "Differ in", ">Pairs"),
                                columns.stream().map(Column::heading))
                        .toArray(String[]::new));
        int most = Math.max(1, MOST_ROWS / Math.max(1, models.size()));
        for (DifferingPairs model : models) {
            if (models.size() > 1) {
                table.group(model.model());
            }
            model.comparisons().stream().limit(most).forEach(comparison -> row(table, columns, comparison));
        }
        table.end();
        long hidden = models.stream()
                .mapToLong(model -> Math.max(0, model.comparisons().size() - most))
                .sum();
        if (hidden > 0) {
            Words.note(out, hidden + " more, closer than these, are in the figures as JSON.");
        }
    }

    private static void row(Table table, List<Column> columns, Comparison comparison) {
        table.row(comparison.name())
                .cell(kind(comparison))
                .num(Figures.count(comparison.runs().size()));
        columns.forEach(column -> table.num(column.cell.apply(comparison)));
    }

    /** Of outputs that are not held whole, as far as it is known of the probe inputs. */
    private static @Nullable String maxAbs(Comparison row) {
        Double largest = row.largest(run -> run.maxAbs() == null ? run.probeMaxAbs() : run.maxAbs());
        return largest == null
                ? null
                : ofProbes(row, run -> run.maxAbs() == null && run.probeMaxAbs() != null, Words.significant(largest));
    }

    private static @Nullable String maxUlp(Comparison row) {
        Double largest = row.largest(run -> toDouble(run.maxUlp() == null ? run.probeMaxUlp() : run.maxUlp()));
        return largest == null
                ? null
                : ofProbes(row, run -> run.maxUlp() == null && run.probeMaxUlp() != null, Words.count(largest));
    }

    private static @Nullable Double toDouble(@Nullable Long value) {
        return value == null ? null : Double.valueOf(value.doubleValue());
    }

    private static @Nullable String ofProbes(
            Comparison row, Predicate<AgreementSummary> isOfProbes, @Nullable String figure) {
        List<AgreementSummary> ofProbes = row.runs().stream().filter(isOfProbes).toList();
        return ofProbes.isEmpty()
                ? figure
                : (ofProbes.stream().anyMatch(AgreementSummary::probeBound) ? "≤ " : "") + figure + " on probes";
    }

    private static String kind(Comparison comparison) {
        TreeSet<String> kinds = new TreeSet<>();
        comparison
                .runs()
                .forEach(run -> kinds.add(
                        run.buildDifference() == null ? run.factor() : DifferenceWords.of(run.buildDifference())));
        return String.join(", ", kinds);
    }

    private static boolean estimated(Comparison comparison) {
        return comparison.runs().stream().anyMatch(run -> run.l2Estimated() && run.l2RelativeMax() != null);
    }

    private static @Nullable String distance(
            Comparison comparison, Function<AgreementSummary, @Nullable Double> figure) {
        Double value = comparison.largest(figure);
        return value == null ? null : (estimated(comparison) ? "≈ " : "") + Words.significant(value);
    }

    private static @Nullable String answers(Comparison comparison) {
        Double mean = comparison.smallest(AgreementSummary::answerMean);
        if (mean == null) {
            return null;
        }
        String kind = Objects.requireNonNullElse(comparison.first(AgreementSummary::answerKind), "");
        Double least = comparison.smallest(AgreementSummary::answerMin);
        return DifferenceWords.answer(kind) + " " + Words.significant(mean)
                + (least == null ? "" : ", least " + Words.significant(least));
    }

    private static @Nullable String kappa(Comparison comparison) {
        Double least = comparison.smallest(AgreementSummary::kappa);
        return least != null ? Words.significant(least) : comparison.first(AgreementSection::kappa);
    }

    private static void explain(Markup out, List<Comparison> comparisons) {
        Words.note(
                out,
                "ULP: representable numbers between the two values. Max abs: largest difference of any element. L2: distance of two outputs over the length of the"
                        + " first, over the inputs. Flip risk: share of inputs that decide by less than twice the differences"
                        + " seen."
                        + (comparisons.stream().anyMatch(DifferenceSection::estimated)
                                ? " Values with ≈ come from sketches of the outputs and are uncertain by about 9 %."
                                : "")
                        + (comparisons.stream().anyMatch(DifferenceSection::isOfProbes)
                                ? " On probes: the outputs are too large to be held whole and were compared element by element"
                                        + " on the probe inputs alone, with a golden output; ≤ where neither of the two gave it."
                                : ""));
        TreeSet<String> said = new TreeSet<>();
        for (Comparison comparison : comparisons) {
            for (AgreementSummary run : comparison.runs()) {
                if (run.absoluteTolerance() != null && run.relativeTolerance() != null) {
                    said.add("Tolerance: |a − b| at most " + Words.significant(run.absoluteTolerance()) + " + "
                            + Words.significant(run.relativeTolerance()) + " × |b|.");
                }
                if (run.kappaUndefined() != null) {
                    said.add("No kappa: " + run.kappaUndefined() + ".");
                }
            }
        }
        said.forEach(text -> Words.note(out, text));
    }

    private static boolean isOfProbes(Comparison comparison) {
        return comparison.runs().stream().anyMatch(run -> run.maxAbs() == null && run.probeMaxAbs() != null);
    }

    private static void rawOnly(Page page, Markup out) {
        TreeSet<Integer> inputs = new TreeSet<>();
        Stream.concat(page.summary().agreements().stream(), page.summary().groups().stream())
                .forEach(agreement -> inputs.addAll(agreement.rawOnlyInputs()));
        if (!inputs.isEmpty()) {
            Words.paragraph(
                    out,
                    "On " + Figures.counted(inputs.size(), "input")
                            + " outputs mean the same and are written otherwise (−0"
                            + " against +0, NaN payloads, order of detections); that does not count as a difference: "
                            + Listed.of(inputs) + ".");
            whose(page, out);
        }
    }

    /** Of each run and difference what most inputs show. */
    private static void whose(Page page, Markup out) {
        Map<String, Integer> said = new TreeMap<>();
        Stream.concat(page.summary().agreements().stream(), page.summary().groups().stream())
                .flatMap(agreement -> agreement.rawForms().stream())
                .forEach(form ->
                        said.merge(page.names().run(form.run()) + " " + form.words(), form.inputs(), Integer::max));
        if (!said.isEmpty()) {
            out.open("ul");
            said.forEach((whose, inputs) -> out.element("li", whose + " on " + Figures.counted(inputs, "input") + "."));
            out.close();
        }
    }
}
