package io.soakline.grafana;

import io.soakline.grafana.Query.AtLeast;
import io.soakline.grafana.Query.Chosen;
import io.soakline.grafana.Query.Condition;
import io.soakline.grafana.Query.Is;
import io.soakline.grafana.Query.Shape;
import java.util.Locale;
import java.util.stream.Collectors;

/** Queries in QuestDB's SQL, with the macros of Grafana's PostgreSQL source in it. */
final class QuestSql {

    private QuestSql() {}

    static String of(Query query) {
        String from = " FROM " + query.measurement() + " WHERE $__timeFilter(timestamp)"
                + query.conditions().stream()
                        .map(condition -> " AND " + of(condition))
                        .collect(Collectors.joining());
        return switch (query.shape()) {
            // Without ORDER BY rows come out of the order of time.
            case SERIES ->
                "SELECT timestamp AS \"time\", " + metric(query) + aggregates(query) + from
                        + " SAMPLE BY $__interval ALIGN TO CALENDAR ORDER BY 1";
            case LATEST ->
                "SELECT timestamp AS \"time\", " + tags(query) + plain(query) + from
                        + " LATEST ON timestamp PARTITION BY "
                        + query.by().stream().map(QuestSql::quoted).collect(Collectors.joining(", "));
            case TOTAL -> "SELECT " + tags(query) + aggregates(query) + from;
            case ROWS ->
                "SELECT timestamp AS \"time\", " + tags(query) + plain(query) + from
                        + " ORDER BY timestamp DESC LIMIT 200";
            case RAW -> "SELECT timestamp AS \"time\", " + plain(query) + from + " ORDER BY 1";
        };
    }

    static String tagValues(String measurement, String tag) {
        return "SELECT DISTINCT " + quoted(tag) + " FROM " + measurement + " ORDER BY 1";
    }

    /** The source names a series by one text column. */
    private static String metric(Query query) {
        if (query.by().isEmpty()) {
            return "";
        }
        return query.by().stream().map(QuestSql::quoted).collect(Collectors.joining(", ' ', ", "concat(", ")"))
                + " AS metric, ";
    }

    private static String tags(Query query) {
        return query.by().stream().map(tag -> quoted(tag) + ", ").collect(Collectors.joining());
    }

    private static String plain(Query query) {
        return query.values().stream()
                .map(value -> quoted(value.field()) + " AS " + quoted(value.as()))
                .collect(Collectors.joining(", "));
    }

    private static String aggregates(Query query) {
        return query.values().stream()
                .map(value -> value.how().name().toLowerCase(Locale.ROOT) + "(" + quoted(value.field()) + ") AS "
                        + quoted(value.as()))
                .collect(Collectors.joining(", "));
    }

    private static String of(Condition condition) {
        if (condition instanceof Is is) {
            return quoted(is.tag()) + " = '" + is.value() + "'";
        }
        if (condition instanceof AtLeast atLeast) {
            return quoted(atLeast.field()) + " >= " + atLeast.value();
        }
        Chosen chosen = (Chosen) condition;
        return quoted(chosen.tag()) + " ~ '^${" + chosen.variable() + ":regex}$'";
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    /** Shapes whose answer has a time in each row. */
    static boolean isSeries(Shape shape) {
        return shape == Shape.SERIES || shape == Shape.RAW;
    }
}
