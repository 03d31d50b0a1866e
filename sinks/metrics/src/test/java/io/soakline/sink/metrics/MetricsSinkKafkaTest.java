package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.soakline.broker.EmbeddedBroker;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real broker to a scrape, and to a collector on loopback that is away at first. */
class MetricsSinkKafkaTest {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();

    private static <T extends SpecificRecordBase> void publish(
            KafkaSettings kafka, Topic topic, String key, Class<T> type, T record) {
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            publisher.send(
                    new OutgoingRecord(topic, key, RecordCodec.of(type).encode(record)),
                    failure -> assertThat(failure).isNull());
            publisher.flush();
        }
    }

    private static void publishPane(KafkaSettings kafka, PaneRecord pane) {
        publish(kafka, Topic.PANES, "orin-04", PaneRecord.class, pane);
    }

    private static String scrape(MetricsSink sink) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(Objects.requireNonNull(sink.url()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not: %s", what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private long pushed(CollectorStub collector) {
        return collector.metrics("soakline.inference.latency").stream()
                .flatMap(metric -> metric.getExponentialHistogram().getDataPointsList().stream())
                .mapToLong(ExponentialHistogramDataPoint::getCount)
                .sum();
    }

    @Test
    void start_givenRecordsOnTheLog_tellsBothSidesEachOnce() throws Exception {
        clock.at(6);
        try (CollectorStub collector = CollectorStub.start();
                EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0, Map.of())) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
            TopicAdmin.createTopics(kafka, 2, Duration.ofSeconds(30));
            publish(kafka, Topic.RUNS, "r-1", Run.class, Samples.run("r-1"));
            publish(kafka, Topic.ALERTS, "k", Alert.class, Samples.alert("k", AlertState.FIRING, Samples.START));
            publish(
                    kafka,
                    Topic.WINDOWS,
                    "r-1",
                    WindowStats.class,
                    Samples.window("r-1", "1m", 6, VerdictState.STEADY));
            publishPane(kafka, Samples.pane("r-1", 4, Samples.latencies(1_000, 1)));
            collector.status = 503;
            // A fixed clock stands at the samples, and the delivery goes by real time: nothing may be too old for it.
            MetricsSettings settings = MetricsSettings.of(
                    "127.0.0.1",
                    0,
                    Map.of(
                            "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                            "OTEL_METRIC_EXPORT_INTERVAL", "200",
                            "SOAKLINE_METRICS_OTLP_MAX_AGE_SECONDS", "2000000000"));
            try (MetricsSink sink = MetricsSink.start(kafka, settings, clock)) {
                sink.counter("soakline.flow.panes", "Panes written.", () -> 42);
                await("scraped", () -> scrape(sink).contains("soakline_run_inferences_measured_total{"));
                await("the window", () -> scrape(sink).contains("soakline_window_verdict{"));
                await("the alert", () -> scrape(sink).contains("soakline_alert_firing{"));
                assertThat(scrape(sink))
                        .contains("soakline_flow_panes_total 42.0")
                        .contains("engine=\"cls-autotvm\"");
                await("a refused request", () -> collector.refused.get() > 0);
                assertThat(pushed(collector)).isZero();
                collector.status = 200;
                await("the pane", () -> pushed(collector) == 1_000);
                await(
                        "the readings",
                        () -> !collector.metrics("soakline.window.verdict").isEmpty());
                await("it counts", () -> scrape(sink).contains("soakline_otlp_panes_pushed_total 1.0"));
            }
            publishPane(kafka, Samples.pane("r-1", 5, Samples.latencies(500, 2)));
            try (MetricsSink again = MetricsSink.start(kafka, settings, clock)) {
                await("the next pane alone", () -> pushed(collector) == 1_500);
                await("scraped again", () -> scrape(again).contains("soakline_run_inferences_measured_total{"));
            }
            assertThat(pushed(collector)).isEqualTo(1_500);
        }
    }
}
