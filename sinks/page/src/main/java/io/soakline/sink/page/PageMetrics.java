package io.soakline.sink.page;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The page's own counters, and those of others that are shown with them, as Prometheus reads them. Thread-safe. */
final class PageMetrics {

    /** A scrape's answer. */
    record Answer(String contentType, ByteBuffer bytes) {}

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final List<PrometheusRegistry> others = new CopyOnWriteArrayList<>();

    private final Counter records = counter("records", "Records read from the log.");
    private final Counter unreadable = counter("unreadable", "Records that could not be decoded.");
    private final Counter events = counter("events", "Events published to browsers.");
    private final Counter dropped = counter("events_dropped", "Events that slow browsers did not get.");
    private final Counter resyncs = counter("resyncs", "Times a browser was told to start over.");
    private final Counter feedFailures = counter("feed_failures", "Times the connection to the log was lost.");
    private final AtomicLong clients = new AtomicLong();

    PageMetrics() {
        GaugeWithCallback.builder()
                .name("soakline_page_browsers")
                .help("Browsers following.")
                .callback(value -> value.call((double) clients.get()))
                .register(registry);
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name("soakline_page_" + name).help(help).register(registry);
    }

    void record() {
        records.inc();
    }

    void unreadable() {
        unreadable.inc();
    }

    long unreadableCount() {
        return unreadable.getLongValue();
    }

    void event() {
        events.inc();
    }

    /** A browser was too slow for {@code missed} events. */
    void dropped(long missed) {
        dropped.inc(missed);
    }

    /** A browser was told to start over. */
    void resync() {
        resyncs.inc();
    }

    void feedFailure() {
        feedFailures.inc();
    }

    void clientCame() {
        clients.incrementAndGet();
    }

    void clientLeft() {
        clients.decrementAndGet();
    }

    long clients() {
        return clients.get();
    }

    /** Shows these too from now on; no name of theirs may be one of the page's. */
    void also(PrometheusRegistry other) {
        others.add(other);
    }

    /** @param accept as the scraper sent it; null for plain text */
    Answer answer(@Nullable String accept) {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        registry.scrape().forEach(all::metricSnapshot);
        others.forEach(other -> other.scrape().forEach(all::metricSnapshot));
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, all.build());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return new Answer(writer.getContentType(), ByteBuffer.wrap(out.toByteArray()));
    }
}
