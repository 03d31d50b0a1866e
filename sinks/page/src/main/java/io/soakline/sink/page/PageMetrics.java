package io.soakline.sink.page;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The page's own counters, in the text format that Prometheus reads. Thread-safe. */
final class PageMetrics {

    private final LongAdder records = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder resyncs = new LongAdder();
    private final LongAdder feedFailures = new LongAdder();
    private final AtomicLong clients = new AtomicLong();

    void record() {
        records.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    long unreadableCount() {
        return unreadable.sum();
    }

    void event() {
        events.increment();
    }

    /** A browser was too slow for {@code missed} events. */
    void dropped(long missed) {
        dropped.add(missed);
    }

    /** A browser was told to start over. */
    void resync() {
        resyncs.increment();
    }

    void feedFailure() {
        feedFailures.increment();
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

    String text() {
        StringBuilder text = new StringBuilder();
        counter(text, "records_total", "Records read from the log.", records.sum());
        counter(text, "unreadable_total", "Records that could not be decoded.", unreadable.sum());
        counter(text, "events_total", "Events published to browsers.", events.sum());
        counter(text, "events_dropped_total", "Events that slow browsers did not get.", dropped.sum());
        counter(text, "resyncs_total", "Times a browser was told to start over.", resyncs.sum());
        counter(text, "feed_failures_total", "Times the connection to the log was lost.", feedFailures.sum());
        metric(text, "browsers", "gauge", "Browsers following.", clients.get());
        return text.toString();
    }

    private static void counter(StringBuilder text, String name, String help, long value) {
        metric(text, name, "counter", help, value);
    }

    private static void metric(StringBuilder text, String name, String type, String help, long value) {
        String full = "soakline_page_" + name;
        text.append("# HELP ").append(full).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(full).append(' ').append(type).append('\n');
        text.append(full).append(' ').append(value).append('\n');
    }
}
