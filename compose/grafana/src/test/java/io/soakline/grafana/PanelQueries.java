package io.soakline.grafana;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every query that dashboards and rules of a store make, by where it is. */
final class PanelQueries {

    private PanelQueries() {}

    static Map<String, String> of(Store store) {
        Map<String, String> queries = new LinkedHashMap<>();
        for (Dashboard dashboard : Dashboards.all()) {
            for (Panel panel : dashboard.panels()) {
                int number = 1;
                for (Query query : panel.queries()) {
                    queries.put(dashboard.title() + " / " + panel.title() + " " + number++, store.text(query));
                }
            }
            for (Dashboard.Variable variable : dashboard.variables()) {
                queries.put(
                        dashboard.title() + " / variable " + variable.tag(),
                        store.tagValues(variable.measurement(), variable.tag()));
            }
        }
        queries.put("annotations", store.alertQuery());
        return queries;
    }
}
