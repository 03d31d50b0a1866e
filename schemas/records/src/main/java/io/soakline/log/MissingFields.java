package io.soakline.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * Fields that came into a record later, or that the writer of a line left out: Avro's JSON decoder wants them all, so those
 * with a default are added. Values are in Avro's JSON encoding.
 */
final class MissingFields {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MissingFields() {}

    static void add(JsonNode value, Schema schema) {
        switch (schema.getType()) {
            case RECORD -> addToRecord(value, schema);
            case ARRAY -> addToElements(value, schema.getElementType());
            case MAP -> addToElements(value, schema.getValueType());
            case UNION -> addToBranch(value, schema);
            default -> {
                // Nothing within.
            }
        }
    }

    private static void addToRecord(JsonNode value, Schema schema) {
        if (!(value instanceof ObjectNode record)) {
            return;
        }
        for (Schema.Field field : schema.getFields()) {
            JsonNode given = record.get(field.name());
            if (given != null) {
                add(given, field.schema());
            } else if (field.hasDefaultValue()) {
                record.set(field.name(), json(Objects.requireNonNull(field.defaultVal())));
            }
        }
    }

    private static void addToElements(JsonNode value, Schema elements) {
        switch (elements.getType()) {
            case RECORD, ARRAY, MAP, UNION -> value.forEach(element -> add(element, elements));
            default -> {
                // Columns of numbers are long.
            }
        }
    }

    /** A value of a union, other than null, is an object whose one field is named after the type. */
    private static void addToBranch(JsonNode value, Schema union) {
        for (Schema branch : union.getTypes()) {
            JsonNode within = value.get(branch.getFullName());
            if (within != null) {
                add(within, branch);
            }
        }
    }

    /** The defaults of unions are null, so that none needs its type's name. */
    private static JsonNode json(Object value) {
        if (value == JsonProperties.NULL_VALUE) {
            return NullNode.getInstance();
        }
        return value instanceof byte[] bytes
                ? TextNode.valueOf(new String(bytes, StandardCharsets.ISO_8859_1))
                : JSON.valueToTree(value);
    }
}
