package io.soakline.grafana;

import static io.soakline.grafana.Json.object;

import java.util.List;
import java.util.Map;

/** How columns of tables are shown, by their names. */
final class ColumnsJson {

    /** Of alerts and of conditions; others keep their colour. */
    private static final List<Object> STATES = List.of(object(
            "type",
            "value",
            "options",
            object(
                    "FIRING",
                    object("color", "red"),
                    "BROKEN",
                    object("color", "red"),
                    "PENDING",
                    object("color", "orange"),
                    "NOT_KNOWN",
                    object("color", "orange"),
                    "RESOLVED",
                    object("color", "green"),
                    "KEPT",
                    object("color", "green"))));

    private ColumnsJson() {}

    /** Columns that are not in the panel's unit, by the ends of their names. */
    static List<Object> overrides(Store store) {
        return List.of(
                unit("/Nanos$/", "ns"),
                unit("/(Rate|Upper95|Share|Low95|High95|Difference)$/", "percentunit"),
                unit("/^(gross|net)/", "joule"),
                unit("/Milliwatts$/", "mwatt"),
                unit("/Seconds$/", "s"),
                override(
                        "state",
                        object("id", "mappings", "value", STATES),
                        object("id", "custom.cellOptions", "value", object("type", "color-text"))),
                override(
                        "engine",
                        object(
                                "id",
                                "links",
                                "value",
                                List.of(object(
                                        "title",
                                        "This engine",
                                        "url",
                                        "/d/" + DashboardJson.uid("engine", store)
                                                + "?var-engine=${__value.raw}&${__url_time_range}")))));
    }

    private static Map<String, Object> unit(String names, String unit) {
        return object(
                "matcher",
                object("id", "byRegexp", "options", names),
                "properties",
                List.of(object("id", "unit", "value", unit)));
    }

    private static Map<String, Object> override(String name, Object... properties) {
        return object("matcher", object("id", "byName", "options", name), "properties", List.of(properties));
    }
}
