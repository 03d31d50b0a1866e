package io.soakline.grafana;

import io.soakline.grafana.Query.Chosen;
import java.util.List;
import java.util.stream.Collectors;

/** QuestDB's SQL, with the macros of Grafana's PostgreSQL source. */
final class QuestSql extends QueryLanguage {

    private static final String TIME = "SELECT timestamp AS \"time\", ";

    QuestSql() {
        super("$__timeFilter(timestamp)");
    }

    @Override
    String of(Query query) {
        String from = " FROM " + query.measurement() + where(query);
        return switch (query.shape()) {
            // Without ORDER BY rows come out of the order of time.
            case SERIES ->
                TIME + metric(query) + aggregates(query) + from + " SAMPLE BY $__interval ALIGN TO CALENDAR ORDER BY 1";
            case LATEST -> TIME + columns(query) + from + " LATEST ON timestamp PARTITION BY " + names(query.by());
            case TOTAL -> "SELECT " + (query.by().isEmpty() ? "" : names(query.by()) + ", ") + aggregates(query) + from;
            case ROWS -> TIME + columns(query) + from + " ORDER BY timestamp DESC LIMIT 200";
        };
    }

    @Override
    String tagValues(String measurement, String tag, List<Chosen> given) {
        return "SELECT DISTINCT " + quoted(tag) + " FROM " + measurement + where(given) + " ORDER BY 1";
    }

    @Override
    String matches(Chosen chosen) {
        return quoted(chosen.tag()) + " ~ '^${" + chosen.variable() + ":regex}$'";
    }

    /** The source names a series by one text column. */
    private static String metric(Query query) {
        if (query.by().isEmpty()) {
            return "";
        }
        return query.by().stream().map(QueryLanguage::quoted).collect(Collectors.joining(", ' ', ", "concat(", ")"))
                + " AS metric, ";
    }
}
