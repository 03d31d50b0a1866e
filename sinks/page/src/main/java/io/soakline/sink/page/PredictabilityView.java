package io.soakline.sink.page;

import static io.soakline.sink.page.Views.finite;
import static io.soakline.sink.page.Views.name;
import static io.soakline.sink.page.Views.sentence;

import io.soakline.record.PwcetLevel;
import io.soakline.record.PwcetRecord;
import io.soakline.record.WindowStats;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How predictable the latency is, as far as it is shown.
 *
 * @param jitterNanos p99.9 minus p50 of the response time
 * @param pwcetNanos upper end of the rarest level of the pWCET estimate
 * @param pwcetProbability that level: exceedances per inference
 * @param referencePanes panes that drift is judged against; null when there are none yet
 */
record PredictabilityView(
        List<QuantileView> latency,
        @Nullable Double robustCv,
        @Nullable Double jitterNanos,
        @Nullable Double stepMeanNanos,
        @Nullable Double autocorrelationLag1,
        @Nullable Long longestMissRun,
        @Nullable Integer worstMissesIn100,
        @Nullable Double missRateAnytimeUpper95,
        int modes,
        @Nullable Double pwcetNanos,
        @Nullable Double pwcetProbability,
        @Nullable String pwcetRefusedBy,
        Map<String, Long> slowestCauses,
        @Nullable Integer referencePanes) {

    private static final int MOST_CAUSES = 8;

    static PredictabilityView of(WindowStats w) {
        PwcetRecord pwcet = w.getPwcet();
        PwcetLevel rarest = pwcet == null || pwcet.getRefusedBy() != null ? null : rarest(pwcet);
        return new PredictabilityView(
                w.getLatencyQuantiles().stream()
                        .map(q -> new QuantileView(
                                q.getP(),
                                finite(q.getNanos()),
                                finite(q.getLowNanos()),
                                finite(q.getHighNanos()),
                                q.getNeeded()))
                        .toList(),
                finite(w.getRobustCv()),
                finite(w.getJitterP999OverP50Nanos()),
                finite(w.getStepMeanNanos()),
                finite(w.getAutocorrelationLag1()),
                w.getLongestMissRun(),
                w.getWorstMissesIn100(),
                finite(w.getDeadlineMissRateAnytimeUpper95()),
                w.getModes().size(),
                rarest == null ? null : finite(rarest.getHighNanos()),
                rarest == null ? null : finite(rarest.getExceedanceProbability()),
                pwcet == null || pwcet.getRefusedBy() == null ? null : sentence(pwcet.getRefusedBy()),
                counts(w.getSlowestCauses()),
                w.getReferencePanes());
    }

    private static @Nullable PwcetLevel rarest(PwcetRecord pwcet) {
        return pwcet.getLevels().stream()
                .min(Comparator.comparingDouble(PwcetLevel::getExceedanceProbability))
                .orElse(null);
    }

    private static Map<String, Long> counts(Map<String, Long> causes) {
        Map<String, Long> some = new TreeMap<>();
        for (Map.Entry<String, Long> cause : new TreeMap<>(causes).entrySet()) {
            if (some.size() < MOST_CAUSES) {
                some.put(name(cause.getKey()), cause.getValue());
            }
        }
        return some;
    }

    /** @param needed inferences below which it is refused */
    record QuantileView(
            double p,
            @Nullable Double nanos,
            @Nullable Double lowNanos,
            @Nullable Double highNanos,
            long needed) {}
}
