package io.soakline.sink.page;

import static io.soakline.sink.page.Views.finite;
import static io.soakline.sink.page.Views.millis;
import static io.soakline.sink.page.Views.name;
import static io.soakline.sink.page.Views.sentence;

import io.soakline.record.WindowStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of one window of one run. */
record WindowView(
        String run,
        String window,
        long startMillis,
        long endMillis,
        int panes,
        long n,
        @Nullable Double ratePerSecond,
        @Nullable Long minNanos,
        @Nullable Double meanNanos,
        @Nullable Double p50Nanos,
        @Nullable Double p90Nanos,
        @Nullable Double p99Nanos,
        @Nullable Double p999Nanos,
        @Nullable Long maxNanos,
        @Nullable Double cv,
        @Nullable Double interquartileRangeNanos,
        @Nullable Double p99OverP50,
        @Nullable Double responseP99Nanos,
        @Nullable Long deadlineNanos,
        @Nullable Long deadlineMisses,
        @Nullable Double deadlineMissRateUpper95,
        int inputs,
        @Nullable Double bitwiseRate,
        long distinctOutputs,
        @Nullable Double mismatchRateUpper95,
        long nonFinite,
        long harnessPaused,
        long throttled,
        @Nullable Double top1Accuracy,
        @Nullable Double cpuUtilisationPercent,
        @Nullable Double energyJoulesPerInference,
        BucketsView buckets,
        VerdictView verdict,
        PredictabilityView predictability) {

    static WindowView of(WindowStats w) {
        return new WindowView(
                name(w.getRunId()),
                name(w.getWindow()),
                millis(w.getStartNanos()),
                millis(w.getEndNanos()),
                w.getPanes(),
                w.getInferences(),
                finite(w.getRatePerSecond()),
                w.getLatencyMinNanos(),
                finite(w.getLatencyMeanNanos()),
                finite(w.getLatencyP50Nanos()),
                finite(w.getLatencyP90Nanos()),
                finite(w.getLatencyP99Nanos()),
                finite(w.getLatencyP999Nanos()),
                w.getLatencyMaxNanos(),
                finite(w.getCv()),
                finite(w.getInterquartileRangeNanos()),
                finite(w.getP99OverP50()),
                finite(w.getResponseP99Nanos()),
                w.getDeadlineNanos(),
                w.getDeadlineMisses(),
                finite(w.getDeadlineMissRateUpper95()),
                w.getInputs(),
                finite(w.getBitwiseRate()),
                w.getDistinctOutputs(),
                finite(w.getMismatchRateUpper95()),
                w.getNonFinite(),
                w.getHarnessPaused(),
                w.getThrottled(),
                finite(w.getTop1Accuracy()),
                finite(w.getCpuUtilisationPercent()),
                finite(w.getEnergyJoulesPerInference()),
                new BucketsView(w.getBuckets().getUpperNanos(), w.getBuckets().getCounts()),
                new VerdictView(
                        w.getVerdict().getState().name(),
                        sentence(w.getVerdict().getReason())),
                PredictabilityView.of(w));
    }

    Point point() {
        int seconds = (int) Math.max(1, Math.round((endMillis - startMillis) / 1e3));
        return new Point(endMillis, seconds, n, p50Nanos, p90Nanos, p99Nanos, p999Nanos, maxNanos);
    }

    record VerdictView(String state, String reason) {}

    record BucketsView(List<Double> upperNanos, List<Long> counts) {}
}
