package io.soakline.grafana;

import io.soakline.grafana.Query.AtLeast;
import io.soakline.grafana.Query.Chosen;
import io.soakline.grafana.Query.Condition;
import io.soakline.grafana.Query.How;
import io.soakline.grafana.Query.Is;
import io.soakline.grafana.Query.Value;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a store is asked. What InfluxQL and SQL write alike is here: lists, aggregates, conditions, names in quotes. */
abstract class QueryLanguage {

    private final String timeFilter;

    /** @param timeFilter Grafana's macro for the time that is shown */
    QueryLanguage(String timeFilter) {
        this.timeFilter = timeFilter;
    }

    /** With Grafana's macros and variables in it. */
    abstract String of(Query query);

    /** Asks for every value of a tag that there is with what is chosen of others. */
    abstract String tagValues(String measurement, String tag, List<Chosen> given);

    /** Holds where the tag is among those chosen. */
    abstract String matches(Chosen chosen);

    final String where(Query query) {
        return query.conditions().stream()
                .map(condition -> " AND " + of(condition))
                .collect(Collectors.joining("", " WHERE " + timeFilter, ""));
    }

    /** Empty, or with {@code WHERE}. */
    final String where(List<Chosen> given) {
        return given.isEmpty()
                ? ""
                : given.stream().map(this::matches).collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private String of(Condition condition) {
        if (condition instanceof Is is) {
            return quoted(is.tag()) + " = '" + is.value() + "'";
        }
        if (condition instanceof AtLeast atLeast) {
            return quoted(atLeast.field()) + " >= " + atLeast.value();
        }
        return matches((Chosen) condition);
    }

    /** Tags and values as they are. */
    static String columns(Query query) {
        return list(Stream.concat(
                query.by().stream().map(QueryLanguage::quoted),
                query.values().stream().map(value -> quoted(value.field()) + " AS " + quoted(value.as()))));
    }

    static String aggregates(Query query) {
        return list(query.values().stream().map(value -> aggregate(value.how(), value)));
    }

    static String aggregate(How how, Value value) {
        return how.name().toLowerCase(Locale.ROOT) + "(" + quoted(value.field()) + ") AS " + quoted(value.as());
    }

    static String names(Collection<String> names) {
        return list(names.stream().map(QueryLanguage::quoted));
    }

    static String list(Stream<String> items) {
        return items.collect(Collectors.joining(", "));
    }

    static String quoted(String name) {
        return '"' + name + '"';
    }
}
