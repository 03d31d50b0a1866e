package io.soakline.sink.report;

import io.soakline.statistics.LatencySketch;
import java.util.List;

/**
 * The service times of one run as adjoining buckets of equal width on a logarithmic scale.
 *
 * @param count inferences, warm-up excluded
 * @param lowestNanos lower edge of the first bucket
 * @param buckets ascending, at most {@value #MOST_BUCKETS}
 */
public record RunDistribution(long count, double lowestNanos, List<LatencySketch.Bucket> buckets) {

    static final int MOST_BUCKETS = 160;

    public RunDistribution {
        buckets = List.copyOf(buckets);
    }

    /** @param sketch not empty */
    static RunDistribution of(LatencySketch sketch) {
        // Times of 0 have no place on a logarithmic axis; a clock that coarse measures nothing.
        List<LatencySketch.Bucket> buckets = sketch.buckets(MOST_BUCKETS).stream()
                .filter(bucket -> bucket.upper() > 0)
                .toList();
        return new RunDistribution(sketch.count(), buckets.isEmpty() ? 0 : sketch.quantile(0), buckets);
    }
}
