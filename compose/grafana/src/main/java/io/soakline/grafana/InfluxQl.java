package io.soakline.grafana;

import io.soakline.grafana.Query.Chosen;
import io.soakline.grafana.Query.How;
import java.util.List;

/** The language that InfluxDB 1, 2 and 3 share. */
final class InfluxQl extends QueryLanguage {

    InfluxQl() {
        super("$timeFilter");
    }

    @Override
    String of(Query query) {
        return of(query, "$__interval");
    }

    /** @param interval what {@code SERIES} are cut into */
    String of(Query query, String interval) {
        String from = " FROM " + quoted(query.measurement()) + where(query);
        return switch (query.shape()) {
            case SERIES ->
                "SELECT " + aggregates(query) + from + " GROUP BY time(" + interval + ")"
                        + (query.by().isEmpty() ? "" : ", " + names(query.by())) + " fill(none)";
            case LATEST -> "SELECT " + newest(query) + from + grouped(query);
            case TOTAL -> "SELECT " + aggregates(query) + from + grouped(query);
            case ROWS -> "SELECT " + columns(query) + from + " ORDER BY time DESC LIMIT 200";
        };
    }

    @Override
    String tagValues(String measurement, String tag, List<Chosen> given) {
        return "SHOW TAG VALUES FROM " + quoted(measurement) + " WITH KEY = " + quoted(tag) + where(given);
    }

    @Override
    String matches(Chosen chosen) {
        return quoted(chosen.tag()) + " =~ /^${" + chosen.variable() + ":regex}$/";
    }

    private static String newest(Query query) {
        return list(query.values().stream().map(value -> aggregate(How.LAST, value)));
    }

    private static String grouped(Query query) {
        return query.by().isEmpty() ? "" : " GROUP BY " + names(query.by());
    }
}
