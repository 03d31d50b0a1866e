package io.soakline.sink.influxdb;

import java.util.StringJoiner;

/**
 * Points as lines of InfluxDB's line protocol, nanosecond timestamps.
 *
 * <p>A line is one line whatever the text in it: line breaks become spaces. Backslashes in tag values become slashes,
 * because line protocol cannot end a tag value with one.
 */
final class LineProtocol {

    private LineProtocol() {}

    /** @throws IllegalArgumentException when the point has no field: line protocol cannot say that */
    static String line(Point point) {
        if (point.fields().isEmpty()) {
            throw new IllegalArgumentException(point.measurement().table() + ": a point without any field");
        }
        StringBuilder line = new StringBuilder(256).append(point.measurement().table());
        point.tags()
                .forEach((name, value) ->
                        line.append(',').append(name).append('=').append(tagValue(value)));
        StringJoiner fields = new StringJoiner(",", " ", " ");
        point.fields().forEach((name, value) -> fields.add(name + "=" + fieldValue(value)));
        return line.append(fields).append(point.timestampNanos()).toString();
    }

    private static String tagValue(String value) {
        String plain = withoutControls(value).replace('\\', '/');
        return plain.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
    }

    private static String fieldValue(Object value) {
        if (value instanceof Long) {
            return value + "i";
        }
        if (value instanceof Double) {
            return value.toString();
        }
        return '"' + withoutControls(value.toString()).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String withoutControls(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().forEach(c -> plain.append(Character.isISOControl(c) ? ' ' : (char) c));
        return plain.toString();
    }
}
