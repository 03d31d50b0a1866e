package io.soakline.grafana;

import static io.soakline.grafana.Json.object;

import io.soakline.grafana.Dashboard.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dashboard as Grafana's classic model has it: schema 39, which older Grafana loads and newer migrates. */
final class DashboardJson {

    private static final int WIDTH = 24;

    private DashboardJson() {}

    static Map<String, Object> of(Dashboard dashboard, Store store) {
        String tag = "soakline" + store.suffix();
        return object(
                "uid",
                uid(dashboard.name(), store),
                "title",
                dashboard.title() + (store == Store.QUESTDB ? " (QuestDB)" : ""),
                "tags",
                List.of(tag),
                "schemaVersion",
                39,
                "version",
                1,
                "editable",
                false,
                "timezone",
                "utc",
                "graphTooltip",
                1,
                "refresh",
                dashboard.refresh(),
                "time",
                object("from", dashboard.from(), "to", "now"),
                "links",
                List.of(links(tag)),
                "templating",
                object("list", variables(dashboard, store)),
                "annotations",
                object("list", List.of(store.alertAnnotation())),
                "panels",
                panels(dashboard, store));
    }

    static String uid(String name, Store store) {
        return "soakline-" + name + store.suffix();
    }

    private static Map<String, Object> links(String tag) {
        return object(
                "type",
                "dashboards",
                "title",
                "Soakline",
                "tags",
                List.of(tag),
                "asDropdown",
                false,
                "keepTime",
                true,
                "includeVars",
                true,
                "icon",
                "external link",
                "tooltip",
                "",
                "targetBlank",
                false);
    }

    private static List<Object> variables(Dashboard dashboard, Store store) {
        List<Object> variables = new ArrayList<>();
        for (Variable variable : dashboard.variables()) {
            variables.add(variable(variable, store.tagValues(variable, dashboard.given(variable)), store));
        }
        return variables;
    }

    private static Map<String, Object> variable(Variable variable, String query, Store store) {
        Map<String, Object> json = object(
                "type", "query",
                "name", variable.tag(),
                "label", variable.label(),
                "datasource", store.reference(),
                "query", query,
                "refresh", 2,
                "sort", 7,
                "multi", variable.many(),
                "includeAll", variable.many());
        if (variable.many()) {
            json.put("current", object("text", List.of("All"), "value", List.of("$__all")));
        } else if (variable.tag().equals("window")) {
            json.put("current", object("text", "1m", "value", "1m"));
        }
        return json;
    }

    private static List<Object> panels(Dashboard dashboard, Store store) {
        List<Object> panels = new ArrayList<>();
        int x = 0;
        int y = 0;
        int height = 0;
        for (Panel panel : dashboard.panels()) {
            if (x + panel.columns() > WIDTH) {
                x = 0;
                y += height;
                height = 0;
            }
            Map<String, Object> position = object("x", x, "y", y, "w", panel.columns(), "h", panel.rows());
            panels.add(PanelJson.of(panel, store, panels.size() + 1, position));
            x += panel.columns();
            height = Math.max(height, panel.rows());
        }
        return panels;
    }
}
