package io.soakline.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a store says to one query.
 *
 * @param columns every column of the answer, and tags that tell its series apart, with their values: text, a number or null
 * @param error empty when the store understood
 */
record Answer(Map<String, List<@Nullable Object>> columns, String error) {

    /** @param json of InfluxDB's {@code /query} */
    static Answer ofInfluxDb(JsonNode json) {
        JsonNode result = json.at("/results/0");
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        for (JsonNode series : result.path("series")) {
            series.path("tags")
                    .properties()
                    .forEach(tag ->
                            values(columns, tag.getKey()).add(tag.getValue().asText()));
            read(columns, series.path("columns"), series.path("values"));
        }
        return new Answer(
                columns, result.path("error").asText(json.path("error").asText()));
    }

    private static void read(Map<String, List<@Nullable Object>> columns, JsonNode names, JsonNode rows) {
        int column = 0;
        for (JsonNode name : names) {
            List<@Nullable Object> values = values(columns, name.asText());
            for (JsonNode row : rows) {
                JsonNode value = row.path(column);
                values.add(value.isNull() ? null : value.isNumber() ? value.numberValue() : value.asText());
            }
            column++;
        }
    }

    static List<@Nullable Object> values(Map<String, List<@Nullable Object>> columns, String name) {
        return columns.computeIfAbsent(name, unused -> new ArrayList<>());
    }

    List<@Nullable Object> column(String name) {
        return columns.getOrDefault(name, List.of());
    }

    long sum(String name) {
        return column(name).stream()
                .mapToLong(value -> value instanceof Number number ? number.longValue() : 0)
                .sum();
    }

    /** What a panel cannot show of it: nothing, the names of columns without a value, or all of it. */
    List<String> gaps() {
        if (!error.isEmpty()) {
            return List.of(error);
        }
        List<String> gaps = columns.keySet().stream()
                .filter(name -> column(name).stream().allMatch(Objects::isNull))
                .toList();
        return gaps.size() == columns.size() ? List.of("no rows") : gaps;
    }
}
