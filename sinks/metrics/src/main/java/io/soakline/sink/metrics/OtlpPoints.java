package io.soakline.sink.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;
import io.soakline.record.PaneRecord;
import io.soakline.record.SlowInference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Panes as exponential histograms. By delta temporality a point is what lies in one pane; the panes of a run tile its time,
 * so points add up to any longer window. By cumulative temporality it is the sum of the run's panes so far, since the first
 * one that this process has sent.
 *
 * <p>Pure but for those sums; for one thread.
 */
final class OtlpPoints {

    private static final AttributeKey<Long> SEQUENCE = AttributeKey.longKey("sequence");
    private static final AttributeKey<Long> INPUT = AttributeKey.longKey("input");
    private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("cause");

    /** The slowest inferences of a pane, with it as examples: sequence number, input and cause of each. */
    private static final int EXEMPLARS = 4;

    /** A pane, or what its run adds up to with it. */
    record Point(long endNanos, ExponentialHistogramPointData latency, ExponentialHistogramPointData response) {}

    private final AggregationTemporality temporality;
    private final int buckets;
    private final Function<PaneRecord, Labels> labels;
    /** By cumulative temporality only. */
    private final Expiring<String, RunTotals> totals;

    /** @param buckets most of one histogram; {@code keepNanos} after which the sums of a silent run start anew */
    OtlpPoints(AggregationTemporality temporality, int buckets, long keepNanos, Function<PaneRecord, Labels> labels) {
        this.temporality = temporality;
        this.buckets = buckets;
        this.labels = labels;
        totals = new Expiring<>(Integer.MAX_VALUE, keepNanos);
    }

    /** @throws IllegalArgumentException when its sketches were written by another version, or are damaged */
    Point of(PaneRecord pane, long nowNanos) {
        Attributes attributes = OtlpAttributes.of(labels.apply(pane));
        long endNanos = pane.getPaneStartNanos() + pane.getPaneNanos();
        RunTotals sums = temporality == AggregationTemporality.DELTA ? alone(pane) : together(pane, endNanos, nowNanos);
        return new Point(
                endNanos,
                point(sums.latency, sums.firstNanos, endNanos, attributes, slowest(pane)),
                point(sums.response, sums.firstNanos, endNanos, attributes, List.of()));
    }

    private static RunTotals alone(PaneRecord pane) {
        RunTotals sums = new RunTotals(pane);
        sums.add(pane);
        return sums;
    }

    private RunTotals together(PaneRecord pane, long endNanos, long nowNanos) {
        totals.expire(nowNanos);
        RunTotals known = totals.get(pane.getRunId());
        RunTotals sums = known == null ? new RunTotals(pane) : known;
        sums.add(pane);
        totals.put(pane.getRunId(), sums, endNanos, nowNanos);
        return sums;
    }

    private ExponentialHistogramPointData point(
            Base2Histogram histogram,
            long startNanos,
            long endNanos,
            Attributes attributes,
            List<DoubleExemplarData> exemplars) {
        int scale = histogram.scaleFor(buckets);
        boolean any = histogram.count() > 0;
        return ExponentialHistogramPointData.create(
                scale,
                histogram.sumSeconds(),
                histogram.zeros(),
                any,
                any ? histogram.minSeconds() : 0,
                any,
                any ? histogram.maxSeconds() : 0,
                buckets(histogram, scale),
                ExponentialHistogramBuckets.create(scale, 0, List.of()),
                startNanos,
                endNanos,
                attributes,
                exemplars);
    }

    private static ExponentialHistogramBuckets buckets(Base2Histogram histogram, int scale) {
        if (histogram.counts().isEmpty()) {
            return ExponentialHistogramBuckets.create(scale, 0, List.of());
        }
        int first = Base2Histogram.at(histogram.counts().firstKey(), scale);
        long[] dense = new long[Base2Histogram.at(histogram.counts().lastKey(), scale) - first + 1];
        histogram.counts().forEach((index, count) -> dense[Base2Histogram.at(index, scale) - first] += count);
        List<Long> counts = new ArrayList<>(dense.length);
        for (long count : dense) {
            counts.add(count);
        }
        return ExponentialHistogramBuckets.create(scale, first, counts);
    }

    private static List<DoubleExemplarData> slowest(PaneRecord pane) {
        return pane.getSlowest().stream()
                .limit(EXEMPLARS)
                .map(slow -> DoubleExemplarData.create(
                        attributes(slow),
                        slow.getStartNanos(),
                        SpanContext.getInvalid(),
                        slow.getLatencyNanos() * 1e-9))
                .toList();
    }

    private static Attributes attributes(SlowInference slow) {
        Attributes known = Attributes.of(SEQUENCE, slow.getSequence(), INPUT, (long) slow.getInputIndex());
        return slow.getCause().isEmpty()
                ? known
                : known.toBuilder().put(CAUSE, slow.getCause()).build();
    }

    /** What one request holds: of each distribution the points that have values. */
    static List<MetricData> metrics(Resource resource, AggregationTemporality temporality, List<Point> points) {
        return Stream.of(
                        metric(resource, temporality, DistributionFamilies.LATENCY, points, Point::latency),
                        metric(resource, temporality, DistributionFamilies.RESPONSE, points, Point::response))
                .filter(metric -> !metric.isEmpty())
                .toList();
    }

    private static MetricData metric(
            Resource resource,
            AggregationTemporality temporality,
            Family family,
            List<Point> points,
            Function<Point, ExponentialHistogramPointData> which) {
        List<ExponentialHistogramPointData> filled =
                points.stream().map(which).filter(point -> point.getCount() > 0).toList();
        return new OtlpMetric(
                resource,
                family,
                MetricDataType.EXPONENTIAL_HISTOGRAM,
                ExponentialHistogramData.create(temporality, filled));
    }
}
