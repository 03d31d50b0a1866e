package io.soakline.sink.metrics;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Readings for the SDK's periodic reader: gauges, and sums since this process started. */
final class OtlpReadings implements MetricProducer {

    private final Consumer<Readings> source;
    private final Clock clock;
    private final long startNanos;

    OtlpReadings(Consumer<Readings> source, Clock clock) {
        this.source = source;
        this.clock = clock;
        startNanos = nowNanos();
    }

    @Override
    public Collection<MetricData> produce(Resource resource) {
        Readings readings = new Readings();
        source.accept(readings);
        long nowNanos = nowNanos();
        List<MetricData> all = new ArrayList<>();
        readings.forEachFamily((family, series) -> {
            List<DoublePointData> points = new ArrayList<>(series.size());
            series.forEach((labels, value) -> points.add(
                    DoublePointData.create(startNanos, nowNanos, OtlpAttributes.of(labels), value, List.of())));
            all.add(metric(resource, family, points));
        });
        return all;
    }

    private static MetricData metric(Resource resource, Family family, List<DoublePointData> points) {
        return family.kind() == Family.Kind.GAUGE
                ? new OtlpMetric(resource, family, MetricDataType.DOUBLE_GAUGE, GaugeData.createDoubleGaugeData(points))
                : new OtlpMetric(
                        resource,
                        family,
                        MetricDataType.DOUBLE_SUM,
                        SumData.createDoubleSumData(true, AggregationTemporality.CUMULATIVE, points));
    }

    private long nowNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }
}
