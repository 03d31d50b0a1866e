package io.soakline.sink.report.html;

import io.soakline.sink.report.AgreementSummary;
import io.soakline.sink.report.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pairs of runs that a row of a table is about, told by the worst of them. */
record Comparison(String name, List<AgreementSummary> runs) {

    /**
     * Pairs of runs put together by what the two are called.
     *
     * @param naming from a run id to a name of its build or compiler
     */
    static List<Comparison> of(List<AgreementSummary> agreements, UnaryOperator<String> naming) {
        Map<String, Comparison> all = new LinkedHashMap<>();
        for (AgreementSummary agreement : agreements) {
            if (agreement.pair()) {
                String name = name(agreement, naming);
                all.computeIfAbsent(name, key -> new Comparison(name, new ArrayList<>()))
                        .runs
                        .add(agreement);
            }
        }
        return List.copyOf(all.values());
    }

    private static String name(AgreementSummary agreement, UnaryOperator<String> naming) {
        String a = naming.apply(agreement.runA());
        String b = naming.apply(agreement.runB());
        if (a.equals(b)) {
            return a + ", " + Level.named(agreement.level()).words();
        }
        return a.compareTo(b) < 0 ? a + " and " + b : b + " and " + a;
    }

    boolean differs() {
        return runs.stream().anyMatch(run -> run.bitwiseRate() == null || run.bitwiseRate() < 1);
    }

    @Nullable
    Double largest(Function<AgreementSummary, @Nullable Double> figure) {
        return runs.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    @Nullable
    Double smallest(Function<AgreementSummary, @Nullable Double> figure) {
        return runs.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The first that is known. */
    @Nullable
    String first(Function<AgreementSummary, @Nullable String> text) {
        return runs.stream().map(text).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** To put the farthest apart first; -1 when no distance is known. */
    double distance() {
        Double l2 = largest(AgreementSummary::l2RelativeMax);
        Double absolute = largest(AgreementSummary::maxAbs);
        return l2 != null ? l2 : absolute != null ? absolute : -1;
    }
}
