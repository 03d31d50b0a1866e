package io.soakline.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON for people who read differences: what fits on a line is on one line. */
final class Json {

    private static final int WIDTH = 120;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** In the order given; keys and values in turns. */
    static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    static String text(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value, 0, 0);
        return out.append('\n').toString();
    }

    private static void append(StringBuilder out, Object value, int indent, int column) {
        String flat = flat(value);
        if (column + flat.length() < WIDTH || !(value instanceof Map || value instanceof List)) {
            out.append(flat);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(out, map, indent);
        } else if (value instanceof List<?> list) {
            appendList(out, list, indent);
        }
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map, int indent) {
        String separator = "{\n";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = flat(entry.getKey()) + ": ";
            out.append(separator).append("  ".repeat(indent + 1)).append(key);
            append(out, entry.getValue(), indent + 1, 2 * (indent + 1) + key.length());
            separator = ",\n";
        }
        out.append('\n').append("  ".repeat(indent)).append('}');
    }

    private static void appendList(StringBuilder out, List<?> list, int indent) {
        String separator = "[\n";
        for (Object item : list) {
            out.append(separator).append("  ".repeat(indent + 1));
            append(out, item, indent + 1, 2 * (indent + 1));
            separator = ",\n";
        }
        out.append('\n').append("  ".repeat(indent)).append(']');
    }

    private static String flat(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + value, e);
        }
    }
}
