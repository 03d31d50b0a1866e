package io.soakline.grafana;

import io.soakline.grafana.Query.AtLeast;
import io.soakline.grafana.Query.Chosen;
import io.soakline.grafana.Query.Condition;
import io.soakline.grafana.Query.Is;
import io.soakline.grafana.Query.Shape;
import io.soakline.grafana.Query.Value;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Queries in the language that InfluxDB 1, 2 and 3 share, with Grafana's macros in it. */
final class InfluxQl {

    private InfluxQl() {}

    static String of(Query query) {
        return of(query, "$__interval");
    }

    /** @param interval what {@code SERIES} are cut into */
    static String of(Query query, String interval) {
        String from = " FROM \"" + query.measurement() + "\" WHERE $timeFilter"
                + query.conditions().stream()
                        .map(condition -> " AND " + of(condition))
                        .collect(Collectors.joining());
        return switch (query.shape()) {
            case SERIES ->
                "SELECT " + aggregates(query) + from + " GROUP BY "
                        + Stream.concat(
                                        Stream.of("time(" + interval + ")"),
                                        query.by().stream().map(InfluxQl::quoted))
                                .collect(Collectors.joining(", "))
                        + " fill(none)";
            case LATEST, TOTAL -> "SELECT " + aggregates(query) + from + grouped(query);
            case ROWS -> "SELECT " + plain(query) + from + " ORDER BY time DESC LIMIT 200";
            case RAW -> "SELECT " + plain(query) + from;
        };
    }

    static String tagValues(String measurement, String tag) {
        return "SHOW TAG VALUES FROM " + quoted(measurement) + " WITH KEY = " + quoted(tag);
    }

    private static String aggregates(Query query) {
        return query.values().stream()
                .map(value -> function(query.shape(), value) + " AS " + quoted(value.as()))
                .collect(Collectors.joining(", "));
    }

    private static String function(Shape shape, Value value) {
        String name = shape == Shape.LATEST ? "last" : value.how().name().toLowerCase(Locale.ROOT);
        return name + "(" + quoted(value.field()) + ")";
    }

    private static String plain(Query query) {
        return Stream.concat(
                        query.by().stream().map(InfluxQl::quoted),
                        query.values().stream().map(value -> quoted(value.field()) + " AS " + quoted(value.as())))
                .collect(Collectors.joining(", "));
    }

    private static String grouped(Query query) {
        return query.by().isEmpty()
                ? ""
                : " GROUP BY " + query.by().stream().map(InfluxQl::quoted).collect(Collectors.joining(", "));
    }

    private static String of(Condition condition) {
        if (condition instanceof Is is) {
            return quoted(is.tag()) + " = '" + is.value() + "'";
        }
        if (condition instanceof AtLeast atLeast) {
            return quoted(atLeast.field()) + " >= " + atLeast.value();
        }
        Chosen chosen = (Chosen) condition;
        return quoted(chosen.tag()) + " =~ /^${" + chosen.variable() + ":regex}$/";
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
