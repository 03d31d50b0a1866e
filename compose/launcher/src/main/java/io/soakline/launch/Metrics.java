package io.soakline.launch;

import io.soakline.flow.FlowMetrics;
import io.soakline.flow.ProcessService;
import io.soakline.kafka.KafkaSettings;
import io.soakline.sink.metrics.MetricsException;
import io.soakline.sink.metrics.MetricsSettings;
import io.soakline.sink.metrics.MetricsSink;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Results and the processors' own figures for Prometheus and OpenTelemetry. */
public final class Metrics implements AutoCloseable {

    private final MetricsSink sink;
    private final String place;

    private Metrics(MetricsSink sink, boolean pushes) {
        this.sink = sink;
        URI url = sink.url();
        String served = url == null ? "" : "metrics for Prometheus on " + url;
        place = served + (served.isEmpty() || !pushes ? "" : ", and ") + (pushes ? "panes are pushed by OTLP" : "");
    }

    /**
     * What is told to Prometheus, where the settings name a port, and pushed by OTLP, where the environment names a
     * collector; empty when neither is wanted.
     */
    public static Optional<MetricsSettings> wanted(Settings settings) throws LaunchException {
        Map<String, String> environment = settings.environment();
        try {
            if (settings.has(SettingKey.METRICS_PORT)) {
                String host = environment.getOrDefault("SOAKLINE_METRICS_HOST", "");
                return Optional.of(MetricsSettings.of(
                        host.isEmpty() ? MetricsSettings.LOOPBACK : host,
                        settings.port(SettingKey.METRICS_PORT),
                        environment));
            }
            MetricsSettings pushed = MetricsSettings.of(environment).withoutServer();
            return pushed.push() == null ? Optional.empty() : Optional.of(pushed);
        } catch (MetricsException e) {
            throw new LaunchException(e.getMessage(), e);
        }
    }

    /** Starts without waiting for anybody. */
    public static Metrics start(KafkaSettings kafka, MetricsSettings settings) throws LaunchException {
        try {
            return new Metrics(MetricsSink.start(kafka, settings), settings.push() != null);
        } catch (MetricsException e) {
            throw new LaunchException(e.getMessage(), e);
        }
    }

    /** Tells the ledger of the processors in this process, too. */
    public void measure(ProcessService service) {
        count("received", "Inferences taken from the log.", service, FlowMetrics::received);
        count("paned", "Inferences counted in a pane.", service, FlowMetrics::paned);
        count("late", "Inferences that came after their pane.", service, FlowMetrics::late);
        count("duplicate", "Inferences that came twice.", service, FlowMetrics::duplicate);
        count("malformed", "Records that could not be read.", service, FlowMetrics::malformed);
        sink.gauge(
                "soakline.flow.lag",
                "Records that are not processed yet.",
                () -> service.metrics().lag());
    }

    private void count(String name, String help, ProcessService service, ToLongFunction<FlowMetrics> figure) {
        sink.counter("soakline.flow." + name, help, () -> figure.applyAsLong(service.metrics()));
    }

    /** Where it is told, in one line. */
    public String place() {
        return place;
    }

    @Override
    public void close() {
        sink.close();
    }
}
