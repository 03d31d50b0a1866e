package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One phase of the latency in a window.
 *
 * @param inferences n: of which the phase is known
 * @param p50Nanos null below 2 inferences
 * @param p99Nanos null below 100 inferences
 * @param varianceShare see {@link PhaseTotals#varianceShare}; null below {@value #FEWEST} inferences too
 */
public record PhaseFigures(
        Phase phase,
        long inferences,
        double meanNanos,
        @Nullable Double p50Nanos,
        @Nullable Double p99Nanos,
        long maxNanos,
        @Nullable Double varianceShare) {

    /** Below, one slow inference is most of the variance. */
    static final int FEWEST = 100;

    static List<PhaseFigures> of(Map<Phase, PhaseTotals> phases) {
        List<PhaseFigures> figures = new ArrayList<>(phases.size());
        phases.forEach((phase, totals) -> figures.add(of(phase, totals)));
        return List.copyOf(figures);
    }

    private static PhaseFigures of(Phase phase, PhaseTotals totals) {
        LatencyTotals times = totals.times();
        long n = times.count();
        return new PhaseFigures(
                phase,
                n,
                times.mean(),
                quantile(times, 0.5),
                quantile(times, 0.99),
                times.max(),
                n < FEWEST ? null : totals.varianceShare());
    }

    private static @Nullable Double quantile(LatencyTotals times, double p) {
        return times.count() < Quantiles.needed(p) ? null : Double.valueOf(times.quantile(p));
    }
}
