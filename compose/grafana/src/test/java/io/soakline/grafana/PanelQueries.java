package io.soakline.grafana;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every query that dashboards and rules of a store make, by where it is. */
final class PanelQueries {

    /** A store that takes queries in which no macro is left. */
    interface Asked {
        Answer ask(String query) throws Exception;
    }

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
                        store.tagValues(variable, dashboard.given(variable)));
            }
        }
        queries.put("annotations", store.alertQuery());
        if (store == Store.INFLUXDB) {
            AlertRules.all().forEach(rule -> queries.put("rule " + rule.name(), rule.query()));
        }
        return queries;
    }

    /** What remains empty of which query, over the time that the macros stand for. */
    static Map<String, List<String>> gaps(Store store, Macros macros, Asked asked) throws Exception {
        Map<String, List<String>> gaps = new TreeMap<>();
        for (Map.Entry<String, String> query : of(store).entrySet()) {
            List<String> empty = asked.ask(macros.expand(query.getValue())).gaps();
            if (!empty.isEmpty()) {
                gaps.put(query.getKey(), empty);
            }
        }
        return gaps;
    }
}
