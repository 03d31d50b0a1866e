package io.soakline.sink.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.kafka.KafkaSettings;
import io.soakline.sink.metrics.MetricsSettings.Push;
import io.soakline.sink.metrics.MetricsSettings.Server;
import java.net.URI;
import java.time.Clock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the results to Prometheus, which scrapes them, and to OpenTelemetry, which they are pushed to.
 *
 * <pre>{@code
 * try (MetricsSink sink = MetricsSink.start(kafka, MetricsSettings.of(System.getenv()))) {
 *     sink.counter("soakline.flow.panes", "Panes written.", () -> service.metrics().panes());
 *     System.out.println(sink.url());
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class MetricsSink implements AutoCloseable {

    /** Consumer group of what is scraped, with the instance after it: each instance tells everything. */
    public static final String GROUP = "soakline-sink-metrics";

    private final OwnFigures figures = new OwnFigures();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final MetricsState state;
    private final LogReader log;
    private final @Nullable ScrapeServer server;
    private final @Nullable OtlpPush push;

    private MetricsSink(KafkaSettings kafka, MetricsSettings settings, Clock clock) {
        state = new MetricsState(new MetricsState.Limits(settings.runs(), settings.keep(), settings.windows()), clock);
        log = new LogReader(kafka, state);
        registry.register(new PrometheusView(this::read, state));
        Push wanted = settings.push();
        push = wanted == null
                ? null
                : new OtlpPush(kafka, wanted, settings.instance(), state::labels, this::read, clock);
        Server address = settings.server();
        try {
            server = address == null ? null : ScrapeServer.start(address, registry);
        } catch (MetricsException e) {
            log.close();
            if (push != null) {
                push.close();
            }
            throw e;
        }
    }

    /**
     * Starts without waiting for anybody. A broker or a collector that is away is waited for, with its name in the log.
     *
     * @throws MetricsException when the address cannot be bound to, or OpenTelemetry's variables are wrong
     */
    public static MetricsSink start(KafkaSettings kafka, MetricsSettings settings) {
        return start(kafka, settings, Clock.systemUTC());
    }

    static MetricsSink start(KafkaSettings kafka, MetricsSettings settings, Clock clock) {
        MetricsSink sink = new MetricsSink(kafka, settings, clock);
        sink.log.start(GROUP + "-" + settings.instance());
        if (sink.push != null) {
            sink.push.start(sink.log.namesKnown());
        }
        return sink;
    }

    private void read(Readings readings) {
        state.read(readings);
        log.read(readings);
        if (push != null) {
            push.read(readings);
        }
        figures.read(readings);
    }

    /**
     * Tells one more figure of this process, which only grows.
     *
     * @param name words parted by dots, in lower case, without {@code total}: {@code soakline.flow.panes}
     * @param help one sentence
     */
    public void counter(String name, String help, LongSupplier value) {
        figures.add(Family.counter(name, help), value::getAsLong);
    }

    /** The same of a number that goes up and down; NaN leaves it out. */
    public void gauge(String name, String help, DoubleSupplier value) {
        figures.add(Family.gauge(name, Family.Unit.COUNT, help), value);
    }

    /** All that is told, for a server elsewhere. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** Where Prometheus finds it, with the real port; null without a server. A token is not part of it. */
    public @Nullable URI url() {
        return server == null ? null : server.url();
    }

    /** Stops; panes on their way to a collector that does not answer are sent after the next start. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        log.close();
        if (push != null) {
            push.close();
        }
    }
}
