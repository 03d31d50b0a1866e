package io.soakline.sink.report.html;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What several settings have in common. */
final class Shared {

    private Shared() {}

    /** Entries that all maps have with the same value; of none nothing. */
    static Map<String, String> of(List<Map<String, String>> maps) {
        if (maps.isEmpty()) {
            return Map.of();
        }
        Map<String, String> common = new TreeMap<>(maps.get(0));
        maps.forEach(map ->
                common.entrySet().removeIf(entry -> !entry.getValue().equals(map.get(entry.getKey()))));
        return common;
    }
}
