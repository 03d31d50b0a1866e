package io.soakline.sink.report.html;

import io.soakline.sink.report.AgreementSummary;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What differs between the runs of one model, the farthest apart first: outputs of two models are not comparable in size. */
record DifferingPairs(String model, List<Comparison> comparisons) {

    /**
     * Models of which something differs, by name.
     *
     * @param naming from a run id to a name of its build or compiler
     */
    static List<DifferingPairs> byModel(Page page, UnaryOperator<String> naming) {
        TreeMap<String, List<AgreementSummary>> byModel = page.summary().agreements().stream()
                .collect(Collectors.groupingBy(
                        agreement -> page.names().modelOfRun(agreement.runA()), TreeMap::new, Collectors.toList()));
        return byModel.entrySet().stream()
                .map(entry -> new DifferingPairs(entry.getKey(), differing(Comparison.of(entry.getValue(), naming))))
                .filter(model -> !model.comparisons.isEmpty())
                .toList();
    }

    private static List<Comparison> differing(List<Comparison> all) {
        return all.stream()
                .filter(Comparison::differs)
                .sorted(Comparator.comparingDouble(Comparison::distance).reversed())
                .toList();
    }

    static List<Comparison> all(List<DifferingPairs> models) {
        return models.stream().flatMap(model -> model.comparisons.stream()).toList();
    }
}
