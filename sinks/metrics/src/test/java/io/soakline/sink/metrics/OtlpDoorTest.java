package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.soakline.record.PaneRecord;
import io.soakline.record.VerdictState;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives at a collector, decoded by the protocol's own classes. */
class OtlpDoorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MutableClock clock = new MutableClock();
    private final MetricsState state =
            new MetricsState(new MetricsState.Limits(9, Duration.ofMinutes(5), Set.of("1m")), clock);
    private CollectorStub collector;

    OtlpDoorTest() throws IOException {
        collector = CollectorStub.start();
    }

    @BeforeEach
    void name() {
        clock.at(6);
        state.accept(Samples.run("r-1"));
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private OtlpDoor door(String... more) {
        Map<String, String> variables = new HashMap<>();
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return new OtlpDoor(variables, new OtlpReadings(state::read, clock));
    }

    private void send(OtlpDoor door, int buckets, PaneRecord... panes) {
        OtlpPoints points = new OtlpPoints(door.temporality(), buckets, PATIENCE.toNanos(), state::labels);
        List<OtlpPoints.Point> all =
                Arrays.stream(panes).map(pane -> points.of(pane, Samples.START)).toList();
        door.export(OtlpPoints.metrics(door.resource(), door.temporality(), all))
                .block(PATIENCE);
    }

    private List<ExponentialHistogramDataPoint> latencies() {
        return collector.metrics("soakline.inference.latency").stream()
                .flatMap(metric -> metric.getExponentialHistogram().getDataPointsList().stream())
                .toList();
    }

    /** The geometric middle of the bucket at the rank, as the protocol defines buckets. */
    private static double at(ExponentialHistogramDataPoint point, long rank) {
        double base = Math.pow(2, Math.pow(2, -point.getScale()));
        long upTo = point.getZeroCount();
        for (int i = 0; i < point.getPositive().getBucketCountsCount(); i++) {
            upTo += point.getPositive().getBucketCounts(i);
            if (upTo > rank) {
                return Math.pow(base, point.getPositive().getOffset() + i + 0.5);
            }
        }
        throw new AssertionError("rank " + rank);
    }

    @Test
    void export_givenAPane_carriesCountSumExtremesAndQuantilesWithinTheStatedError() {
        long[] nanos = Samples.latencies(10_000, 4);
        try (OtlpDoor door = door()) {
            send(door, 320, Samples.pane("r-1", 3, nanos));
        }

        Metric metric = collector.metrics("soakline.inference.latency").get(0);
        assertThat(metric.getUnit()).isEqualTo("s");
        assertThat(metric.getExponentialHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
        ExponentialHistogramDataPoint point = latencies().get(0);
        assertThat(point.getStartTimeUnixNano()).isEqualTo(Samples.START + 3 * Samples.PANE);
        assertThat(point.getTimeUnixNano()).isEqualTo(Samples.START + 4 * Samples.PANE);
        assertThat(point.getCount()).isEqualTo(10_000);
        assertThat(point.getPositive().getBucketCountsList().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(10_000);
        assertThat(point.getSum()).isEqualTo(Arrays.stream(nanos).sum() * 1e-9, within(1e-9));
        Arrays.sort(nanos);
        assertThat(point.getMin()).isEqualTo(nanos[0] * 1e-9, within(1e-15));
        assertThat(point.getMax()).isEqualTo(nanos[nanos.length - 1] * 1e-9, within(1e-15));
        assertThat(point.getScale()).isEqualTo(6);
        for (int rank = 0; rank < nanos.length; rank++) {
            assertThat(at(point, rank) / (nanos[rank] * 1e-9)).isEqualTo(1, within(0.0105));
        }
    }

    @Test
    void export_givenFewBuckets_coarsensAndStaysWithinTheErrorOfItsScale() {
        long[] nanos = Samples.latencies(2_000, 5);
        try (OtlpDoor door = door()) {
            send(door, 40, Samples.pane("r-1", 3, nanos));
        }

        ExponentialHistogramDataPoint point = latencies().get(0);
        assertThat(point.getPositive().getBucketCountsCount()).isLessThanOrEqualTo(40);
        assertThat(point.getScale()).isLessThan(6);
        Arrays.sort(nanos);
        for (int rank = 0; rank < nanos.length; rank++) {
            assertThat(at(point, rank) / (nanos[rank] * 1e-9))
                    .isEqualTo(1, within(Base2Histogram.relativeError(point.getScale())));
        }
    }

    @Test
    void export_givenPanes_tilesTime() {
        try (OtlpDoor door = door()) {
            send(door, 320, Samples.pane("r-1", 0, 1_000_000), Samples.pane("r-1", 1, 2_000_000, 3_000_000));
        }

        List<ExponentialHistogramDataPoint> points = latencies();
        assertThat(points).hasSize(2);
        assertThat(points.get(1).getStartTimeUnixNano()).isEqualTo(points.get(0).getTimeUnixNano());
        assertThat(points).extracting(ExponentialHistogramDataPoint::getCount).containsExactly(1L, 2L);
    }

    @Test
    void export_givenCumulativeTemporality_addsUpFromTheFirstPane() {
        try (OtlpDoor door = door("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative")) {
            send(door, 320, Samples.pane("r-1", 0, 1_000_000), Samples.pane("r-1", 1, 2_000_000, 3_000_000));
        }

        List<ExponentialHistogramDataPoint> points = latencies();
        assertThat(points).extracting(ExponentialHistogramDataPoint::getCount).containsExactly(1L, 3L);
        assertThat(points)
                .extracting(ExponentialHistogramDataPoint::getStartTimeUnixNano)
                .containsOnly(Samples.START);
        assertThat(points.get(1).getSum()).isEqualTo(0.006, within(1e-12));
        assertThat(collector
                        .metrics("soakline.inference.latency")
                        .get(0)
                        .getExponentialHistogram()
                        .getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    }

    @Test
    void export_givenSlowInferences_tellsThemAsExemplars() {
        try (OtlpDoor door = door()) {
            send(door, 320, Samples.pane("r-1", 0, 1_000_000, 9_000_000));
        }

        Exemplar slowest = latencies().get(0).getExemplars(0);
        assertThat(slowest.getAsDouble()).isEqualTo(0.009, within(1e-12));
        assertThat(slowest.getTimeUnixNano()).isEqualTo(Samples.START + 1);
        assertThat(slowest.getFilteredAttributesList())
                .extracting(attribute -> attribute.getKey())
                .containsExactlyInAnyOrder("sequence", "input", "cause");
    }

    @Test
    void export_givenOpenTelemetrysVariables_honoursThem() {
        try (OtlpDoor door = door(
                "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer s3cret",
                "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                "OTEL_SERVICE_NAME", "soak-lab",
                "OTEL_RESOURCE_ATTRIBUTES", "site=hall-3")) {
            send(door, 320, Samples.pane("r-1", 0, 1_000_000));
        }

        CollectorStub.Taken taken = collector.taken.get(0);
        assertThat(taken.authorization()).isEqualTo("Bearer s3cret");
        assertThat(taken.path()).isEqualTo("/v1/metrics");
        assertThat(taken.request().getResourceMetrics(0).getResource().getAttributesList())
                .extracting(attribute ->
                        attribute.getKey() + "=" + attribute.getValue().getStringValue())
                .contains("service.name=soak-lab", "site=hall-3");
    }

    @Test
    void close_sendsTheLastReadings() {
        state.accept(Samples.window("r-1", "1m", 6, VerdictState.BROKEN));
        door().close();

        assertThat(collector
                        .metrics("soakline.window.verdict")
                        .get(0)
                        .getGauge()
                        .getDataPointsList())
                .hasSize(4)
                .anySatisfy(point -> assertThat(point.getAsDouble()).isEqualTo(1));
        Metric quantile = collector.metrics("soakline.window.latency.quantile").get(0);
        assertThat(quantile.getUnit()).isEqualTo("s");
        assertThat(quantile.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(0.0018, within(1e-12));
    }

    @Test
    void export_givenARefusal_saysThatItIsOne() {
        collector.status = 400;
        try (OtlpDoor door = door()) {
            assertThatThrownBy(() -> send(door, 320, Samples.pane("r-1", 0, 1_000_000)))
                    .isInstanceOf(OtlpDoor.RefusedException.class)
                    .hasMessageContaining("400");
        }
    }

    @Test
    void export_givenAWrongToken_saysSoAndMayBeRepeated() {
        collector.status = 401;
        try (OtlpDoor door = door()) {
            assertThatThrownBy(() -> send(door, 320, Samples.pane("r-1", 0, 1_000_000)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("401");
        }
    }

    @Test
    void start_givenAnotherProtocol_saysWhichOneIsSpoken() {
        assertThatThrownBy(() -> door("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"))
                .isInstanceOf(MetricsException.class)
                .hasMessageContaining("http/protobuf");
    }
}
