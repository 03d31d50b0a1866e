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

    private PanelJson() {}

    static Map<String, Object> of(Panel panel, Store store, int id, Map<String, Object> position) {
        Map<String, Object> json = object("id", id, "type", type(panel.look()), "title", panel.title());
        if (!panel.description().isEmpty()) {
            json.put("description", panel.description());
        }
        json.put("gridPos", position);
        json.put("datasource", store.reference());
        json.put("interval", panel.interval());
        json.put("fieldConfig", object("defaults", defaults(panel), "overrides", overrides(panel, store)));
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

    /** Columns that are not in the panel's unit, by the ends of their names. */
    private static List<Object> overrides(Panel panel, Store store) {
        if (panel.look() != Look.TABLE) {
            return List.of();
        }
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
            case HEAT_MAP -> heatMap(panel.unit());
        };
    }

    /** Rows are ordinal, each from the edge that names the one below to the edge that names it. */
    private static Map<String, Object> heatMap(String unit) {
        return object(
                "calculate",
                false,
                "rowsFrame",
                object("layout", "le", "value", "inferences"),
                "yAxis",
                object("axisPlacement", "left", "unit", unit),
                "cellGap",
                0,
                "cellValues",
                object("unit", "short"),
                "showValue",
                "never",
                // Empty buckets name an edge and are not drawn.
                "filterValues",
                object("le", 1e-9),
                "color",
                object(
                        "mode",
                        "scheme",
                        "scheme",
                        "Viridis",
                        "fill",
                        "dark-orange",
                        "reverse",
                        false,
                        "scale",
                        "exponential",
                        "exponent",
                        0.5,
                        "steps",
                        64),
                "exemplars",
                object("color", "rgba(255,0,255,0.7)"),
                "tooltip",
                object("mode", "single", "yHistogram", true, "showColorScale", true),
                "legend",
                object("show", true));
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
