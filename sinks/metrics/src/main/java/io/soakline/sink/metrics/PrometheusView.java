package io.soakline.sink.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Unit;
import io.soakline.sink.metrics.MetricsState.Distribution;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Readings as Prometheus takes them. Each scrape looks anew, so that what is no longer kept is no longer there. */
final class PrometheusView implements MultiCollector {

    /** Classic buckets end at powers of two seconds, where native ones end too: from 7.6 µs to 16 s. */
    static final int FIRST_EXPONENT = -17;

    static final int LAST_EXPONENT = 4;

    private final Consumer<Readings> source;
    private final MetricsState state;

    /** @param source of all but the distributions */
    PrometheusView(Consumer<Readings> source, MetricsState state) {
        this.source = source;
        this.state = state;
    }

    @Override
    public MetricSnapshots collect() {
        Readings readings = new Readings();
        source.accept(readings);
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        readings.forEachFamily((family, series) -> {
            if (family.kind() == Family.Kind.COUNTER) {
                all.metricSnapshot(counter(family, series));
            } else {
                all.metricSnapshot(gauge(family, series));
            }
        });
        List<Distribution> runs = state.distributions();
        all.metricSnapshot(histogram(DistributionFamilies.LATENCY, runs, Distribution::latency));
        all.metricSnapshot(histogram(DistributionFamilies.RESPONSE, runs, Distribution::response));
        return all.build();
    }

    private static GaugeSnapshot gauge(Family family, Map<Labels, Double> series) {
        GaugeSnapshot.Builder snapshot =
                GaugeSnapshot.builder().name(family.prometheusName()).help(family.help());
        if (family.unit() != Family.Unit.COUNT) {
            snapshot.unit(unit(family));
        }
        series.forEach((labels, value) -> snapshot.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels(labels))
                .value(value)
                .build()));
        return snapshot.build();
    }

    private static CounterSnapshot counter(Family family, Map<Labels, Double> series) {
        CounterSnapshot.Builder snapshot =
                CounterSnapshot.builder().name(family.prometheusName()).help(family.help());
        series.forEach((labels, value) -> snapshot.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels(labels))
                .value(value)
                .build()));
        return snapshot.build();
    }

    private static HistogramSnapshot histogram(
            Family family, List<Distribution> runs, Function<Distribution, Base2Histogram> which) {
        HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder()
                .name(family.prometheusName())
                .help(family.help())
                .unit(unit(family));
        for (Distribution run : runs) {
            Base2Histogram histogram = which.apply(run);
            if (histogram.count() > 0) {
                snapshot.dataPoint(point(run, histogram));
            }
        }
        return snapshot.build();
    }

    private static HistogramDataPointSnapshot point(Distribution run, Base2Histogram histogram) {
        HistogramDataPointSnapshot.Builder point = HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .nativeSchema(Base2Histogram.SCALE)
                .nativeZeroCount(histogram.zeros())
                .nativeBucketsForPositiveValues(nativeBuckets(histogram))
                .classicHistogramBuckets(classicBuckets(histogram));
        point.labels(labels(run.labels()));
        point.sum(histogram.sumSeconds()).createdTimestampMillis(TimeUnit.NANOSECONDS.toMillis(run.firstNanos()));
        return point.build();
    }

    /** Bucket {@code i} of OpenTelemetry is {@code i + 1} of Prometheus, which counts by upper edges. */
    private static NativeHistogramBuckets nativeBuckets(Base2Histogram histogram) {
        NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
        histogram.counts().forEach((index, count) -> buckets.bucket(index + 1, count));
        return buckets.build();
    }

    private static ClassicHistogramBuckets classicBuckets(Base2Histogram histogram) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long before = 0;
        for (int exponent = FIRST_EXPONENT; exponent <= LAST_EXPONENT; exponent++) {
            long upTo = histogram.upToPowerOfTwo(exponent);
            buckets.bucket(Math.scalb(1.0, exponent), upTo - before);
            before = upTo;
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, histogram.count() - before)
                .build();
    }

    private static Unit unit(Family family) {
        return new Unit(family.unit().prometheus);
    }

    private static io.prometheus.metrics.model.snapshots.Labels labels(Labels labels) {
        return io.prometheus.metrics.model.snapshots.Labels.of(labels.names(), labels.values());
    }
}
