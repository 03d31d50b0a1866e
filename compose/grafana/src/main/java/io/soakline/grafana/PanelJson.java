package io.soakline.grafana;

import static io.soakline.grafana.Json.object;

import com.fasterxml.jackson.databind.node.NullNode;
import io.soakline.grafana.Panel.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A panel as Grafana's classic model has it. */
final class PanelJson {

    private static final List<Object> VERDICTS = List.of(object(
            "type",
            "value",
            "options",
            object(
                    "0",
                    object("text", "steady", "color", "green"),
                    "1",
                    object("text", "insufficient", "color", "blue"),
                    "2",
                    object("text", "drifted", "color", "orange"),
                    "3",
                    object("text", "broken", "color", "red"))));

    private PanelJson() {}

    static Map<String, Object> of(Panel panel, Store store, int id, Map<String, Object> position) {
        Map<String, Object> json = object("id", id, "type", type(panel.look()), "title", panel.title());
        if (!panel.description().isEmpty()) {
            json.put("description", panel.description());
        }
        json.put("gridPos", position);
        json.put("datasource", store.reference());
        json.put("interval", panel.interval());
        json.put(
                "fieldConfig",
                object(
                        "defaults",
                        defaults(panel),
                        "overrides",
                        panel.look() == Look.TABLE ? ColumnsJson.overrides(store) : List.of()));
        json.put("options", options(panel));
        json.put("targets", targets(panel, store));
        List<Object> transformations = transformations(panel);
        if (!transformations.isEmpty()) {
            json.put("transformations", transformations);
        }
        return json;
    }

    private static String type(Look look) {
        return switch (look) {
            case LINES, LOG_LINES, BARS -> "timeseries";
            case VERDICTS -> "state-timeline";
            case NUMBER -> "stat";
            case TABLE, MATRIX -> "table";
            case HEAT_MAP -> "heatmap";
        };
    }

    private static List<Object> targets(Panel panel, Store store) {
        List<Object> targets = new ArrayList<>();
        for (Query query : panel.queries()) {
            targets.add(store.target(query, String.valueOf((char) ('A' + targets.size()))));
        }
        return targets;
    }

    private static Map<String, Object> defaults(Panel panel) {
        // A heat map's unit is that of its axis; its values are counts.
        String unit = panel.look() == Look.HEAT_MAP ? "short" : panel.unit();
        Map<String, Object> defaults = object("unit", unit, "noValue", "no samples");
        switch (panel.look()) {
            case LINES -> defaults.put("custom", object("drawStyle", "line", "showPoints", "auto", "spanNulls", false));
            case LOG_LINES ->
                defaults.put(
                        "custom",
                        object(
                                "drawStyle",
                                "line",
                                "showPoints",
                                "auto",
                                "spanNulls",
                                false,
                                "scaleDistribution",
                                object("type", "log", "log", 10)));
            case BARS -> defaults.put("custom", object("drawStyle", "bars", "fillOpacity", 60));
            case VERDICTS -> {
                defaults.put("custom", object("fillOpacity", 70, "lineWidth", 0));
                defaults.put("mappings", VERDICTS);
            }
            case MATRIX -> {
                defaults.put("custom", object("align", "center", "cellOptions", object("type", "color-background")));
                defaults.put("decimals", 3);
                defaults.put("thresholds", agreementSteps());
            }
            case TABLE -> defaults.put("custom", object("filterable", true));
            case NUMBER, HEAT_MAP -> {}
        }
        return defaults;
    }

    private static Map<String, Object> agreementSteps() {
        Map<String, Object> lowest = object("color", "red", "value", NullNode.getInstance());
        return object(
                "mode",
                "absolute",
                "steps",
                List.of(lowest, object("color", "orange", "value", 0.9), object("color", "green", "value", 1)));
    }

    private static Map<String, Object> options(Panel panel) {
        return switch (panel.look()) {
            case LINES, LOG_LINES, BARS ->
                object(
                        "legend",
                        object(
                                "displayMode",
                                "table",
                                "placement",
                                "bottom",
                                "showLegend",
                                true,
                                "calcs",
                                List.of("last", "max")),
                        "tooltip",
                        object("mode", "multi", "sort", "desc"));
            case VERDICTS -> object("mergeValues", true, "showValue", "auto", "rowHeight", 0.9);
            case NUMBER -> object("reduceOptions", object("calcs", List.of("lastNotNull"), "values", false));
            case TABLE, MATRIX -> object("showHeader", true, "cellHeight", "sm");
            case HEAT_MAP -> HeatMapJson.options(panel.unit());
        };
    }

    private static List<Object> transformations(Panel panel) {
        if (panel.look() != Look.MATRIX) {
            return List.of();
        }
        return List.of(object(
                "id",
                "groupingToMatrix",
                "options",
                object(
                        "rowField",
                        "engineA",
                        "columnField",
                        "engineB",
                        "valueField",
                        panel.queries().get(0).values().get(0).as())));
    }
}
