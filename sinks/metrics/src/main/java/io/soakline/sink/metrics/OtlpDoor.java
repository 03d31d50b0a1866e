package io.soakline.sink.metrics;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricProducer;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The one door to OpenTelemetry's SDK. The SDK reads its own variables, sends the readings by its own clock, and lends us a
 * second exporter of the same settings for histograms, whose time is that of the log.
 */
final class OtlpDoor implements AutoCloseable {

    /** Answers after which the same request would be refused again. 401, 403 and 404 are about settings. */
    private static final Set<Integer> REFUSALS = Set.of(400, 413, 415, 422);

    private static final String PROTOCOL = "http/protobuf";
    private static final Logger LOG = LoggerFactory.getLogger(OtlpDoor.class);
    private static final long CLOSE_SECONDS = 2;

    private final AutoConfiguredOpenTelemetrySdk sdk;
    private final Resource resource;
    private final MetricExporter exporter;
    private final AggregationTemporality temporality;

    /** The collector will not take it, however often it is sent. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * @param variables of OpenTelemetry, as in the environment
     * @throws MetricsException when one of them is wrong
     */
    OtlpDoor(Map<String, String> variables, MetricProducer readings) {
        protocolIsSpoken(variables);
        AtomicReference<@Nullable MetricExporter> second = new AtomicReference<>();
        AtomicReference<@Nullable Resource> named = new AtomicReference<>();
        try {
            sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(OtlpDoor::defaults)
                    .addPropertiesCustomizer(config -> wanted(variables))
                    .addResourceCustomizer((found, config) -> {
                        named.set(found);
                        return found;
                    })
                    .addMetricExporterCustomizer((first, config) -> {
                        second.set(another(first));
                        return first;
                    })
                    .addMeterProviderCustomizer((builder, config) -> builder.registerMetricProducer(readings))
                    .build();
        } catch (ConfigurationException e) {
            throw new MetricsException("OpenTelemetry's settings cannot be used: " + rootMessage(e), e);
        }
        resource = Objects.requireNonNull(named.get(), "the SDK names a resource");
        exporter = Objects.requireNonNull(second.get(), "the SDK makes an exporter");
        temporality = exporter.getAggregationTemporality(InstrumentType.HISTOGRAM);
    }

    /** Where they differ from the SDK's: what is shipped speaks HTTP, and panes are deltas by nature. */
    private static Map<String, String> defaults() {
        return Map.of(
                "otel.service.name", "soakline",
                "otel.exporter.otlp.protocol", PROTOCOL,
                "otel.exporter.otlp.metrics.temporality.preference", "delta");
    }

    private static Map<String, String> wanted(Map<String, String> variables) {
        Map<String, String> properties = new HashMap<>();
        variables.forEach(
                (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        properties.put("otel.metrics.exporter", "otlp");
        properties.put("otel.traces.exporter", "none");
        properties.put("otel.logs.exporter", "none");
        return properties;
    }

    /** The SDK would look for a gRPC library, and name one that is not to be added here. */
    private static void protocolIsSpoken(Map<String, String> variables) {
        for (String variable : List.of("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")) {
            String asked = variables.getOrDefault(variable, "").strip();
            if (!asked.isEmpty() && !asked.equals(PROTOCOL)) {
                throw new MetricsException(variable + " is " + asked + "; " + PROTOCOL
                        + " expected, which collectors take at port 4318 as a rule");
            }
        }
    }

    private static MetricExporter another(MetricExporter first) {
        if (first instanceof OtlpHttpMetricExporter http) {
            return http.toBuilder().build();
        }
        throw new ConfigurationException("only " + PROTOCOL + " is spoken, not what is needed for " + first);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    Resource resource() {
        return resource;
    }

    /** Delta, unless OpenTelemetry's variable asks for cumulative. */
    AggregationTemporality temporality() {
        return temporality;
    }

    /**
     * Sends, and repeats a few times by the SDK's own policy.
     *
     * @return an error of {@link RefusedException} when nothing is gained by sending it again, any other when it may be
     */
    Mono<Void> export(Collection<MetricData> metrics) {
        return Mono.create(sink -> {
            CompletableResultCode result = exporter.export(metrics);
            CompletableResultCode unused = result.whenComplete(() -> {
                if (result.isSuccess()) {
                    sink.success();
                } else {
                    sink.error(failure(result.getFailureThrowable()));
                }
            });
        });
    }

    private static RuntimeException failure(@Nullable Throwable reason) {
        if (reason instanceof FailedExportException.HttpExportException http && http.getResponse() != null) {
            int status = http.getResponse().getStatusCode();
            String words = "HTTP " + status + " " + http.getResponse().getStatusMessage();
            return REFUSALS.contains(status) ? new RefusedException(words) : new IllegalStateException(words);
        }
        Throwable cause = reason == null || reason.getCause() == null ? reason : reason.getCause();
        return new IllegalStateException(cause == null ? "no answer" : cause.toString(), reason);
    }

    /** Sends the last readings, for up to two seconds. */
    @Override
    public void close() {
        CompletableResultCode last = sdk.getOpenTelemetrySdk().shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
        CompletableResultCode unused = exporter.shutdown();
        if (!last.isSuccess()) {
            LOG.warn("the collector did not take the last readings in time");
        }
    }
}
