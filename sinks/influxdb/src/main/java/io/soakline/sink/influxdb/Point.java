package io.soakline.sink.influxdb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One point: what {@link Measurement} allows and nothing else. Unknown numbers are left out; NaN and infinities, which
 * line protocol cannot say, are unknown. Not for sharing between threads.
 */
final class Point {

    /** Stands for an empty or missing tag value: line protocol has no empty tags, and identity needs every tag. */
    static final String UNKNOWN_TAG = "unknown";

    private final Measurement measurement;
    private final long timestampNanos;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, Object> fields = new LinkedHashMap<>();

    Point(Measurement measurement, long timestampNanos) {
        this.measurement = measurement;
        this.timestampNanos = timestampNanos;
    }

    Point tag(String name, @Nullable String value) {
        if (!measurement.tags().contains(name)) {
            throw new IllegalArgumentException(measurement.table() + " has no tag " + name);
        }
        tags.put(name, value == null || value.isBlank() ? UNKNOWN_TAG : value);
        return this;
    }

    /** Of a LONG field. */
    Point count(String name, @Nullable Number value) {
        return put(name, Column.Type.LONG, value == null ? null : value.longValue());
    }

    /** Of a DOUBLE field. */
    Point number(String name, @Nullable Double value) {
        return put(name, Column.Type.DOUBLE, value == null || !Double.isFinite(value) ? null : value);
    }

    /** Of a TEXT field; an empty text is left out. */
    Point text(String name, @Nullable String value) {
        return put(name, Column.Type.TEXT, value == null || value.isEmpty() ? null : value);
    }

    private Point put(String name, Column.Type type, @Nullable Object value) {
        if (measurement.typeOf(name) != type) {
            throw new IllegalArgumentException(measurement.table() + "." + name + " is no " + type);
        }
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    Measurement measurement() {
        return measurement;
    }

    long timestampNanos() {
        return timestampNanos;
    }

    /** All tags of the measurement; those never given are {@value #UNKNOWN_TAG}. */
    Map<String, String> tags() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String name : measurement.tags()) {
            all.put(name, tags.getOrDefault(name, UNKNOWN_TAG));
        }
        return all;
    }

    /** Long, Double or String by name; those left out are unknown. */
    Map<String, Object> fields() {
        return fields;
    }
}
