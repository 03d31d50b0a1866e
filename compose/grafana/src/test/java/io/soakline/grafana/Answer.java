package io.soakline.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store says to one query.
 *
 * @param filled every column of the answer, and whether any row has a value in it
 * @param error empty when the store understood
 */
record Answer(Map<String, Boolean> filled, String error) {

    /** @param json of InfluxDB's {@code /query} */
    static Answer ofInfluxDb(JsonNode json) {
        JsonNode result = json.at("/results/0");
        Map<String, Boolean> filled = new LinkedHashMap<>();
        for (JsonNode series : result.path("series")) {
            read(filled, series.path("columns"), series.path("values"));
        }
        return new Answer(filled, result.path("error").asText(json.path("error").asText()));
    }

    private static void read(Map<String, Boolean> filled, JsonNode names, JsonNode rows) {
        int column = 0;
        for (JsonNode name : names) {
            boolean any = false;
            for (JsonNode row : rows) {
                any |= !row.path(column).isNull();
            }
            filled.merge(name.asText(), any, Boolean::logicalOr);
            column++;
        }
    }

    /** What a panel cannot show of it: nothing, the names of columns without a value, or all of it. */
    List<String> gaps() {
        if (!error.isEmpty()) {
            return List.of(error);
        }
        if (!filled.containsValue(true)) {
            return List.of("no rows");
        }
        return filled.entrySet().stream()
                .filter(column -> !column.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
