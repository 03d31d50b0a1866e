package io.soakline.grafana;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a panel asks for, in no store's language.
 *
 * @param by tags that tell the series or rows of the answer apart
 */
record Query(Shape shape, String measurement, List<Value> values, List<Condition> conditions, List<String> by) {

    enum Shape {
        /** One point per interval of the panel and combination of tags. */
        SERIES,
        /** The newest row of each combination of tags. */
        LATEST,
        /** One row per combination of tags for the whole time shown. */
        TOTAL,
        /** Every row, newest first, 200 at most. */
        ROWS
    }

    /** How the values of an interval become one. There is no mean here: a mean of quantiles is no quantile. */
    enum How {
        MIN,
        MAX,
        SUM,
        LAST,
        COUNT
    }

    /** @param as what the answer calls it */
    record Value(How how, String field, String as) {}

    sealed interface Condition permits Is, AtLeast, Chosen {}

    /** The tag has this value. */
    record Is(String tag, String value) implements Condition {}

    /** The field is at least this. */
    record AtLeast(String field, long value) implements Condition {}

    /** The tag is among those chosen in the dashboard's variable. */
    record Chosen(String tag, String variable) implements Condition {}

    static Value min(String field, String as) {
        return new Value(How.MIN, field, as);
    }

    static Value max(String field, String as) {
        return new Value(How.MAX, field, as);
    }

    static Value sum(String field, String as) {
        return new Value(How.SUM, field, as);
    }

    static Value last(String field, String as) {
        return new Value(How.LAST, field, as);
    }

    static Value count(String field, String as) {
        return new Value(How.COUNT, field, as);
    }

    /** Of fields that are taken as they are: {@code verdict} is shown as {@code verdict}. */
    static Value[] plain(String... fields) {
        return Arrays.stream(fields).map(field -> last(field, field)).toArray(Value[]::new);
    }

    static Query of(Shape shape, String measurement, Value... values) {
        return new Query(shape, measurement, List.of(values), List.of(), List.of());
    }

    Query by(String... tags) {
        return new Query(shape, measurement, values, conditions, List.of(tags));
    }

    Query is(String tag, String value) {
        return and(new Is(tag, value));
    }

    Query atLeast(String field, long value) {
        return and(new AtLeast(field, value));
    }

    /** By the variables of the same names. */
    Query chosen(String... tags) {
        Query query = this;
        for (String tag : tags) {
            query = query.and(new Chosen(tag, tag));
        }
        return query;
    }

    /** Windows of one run each, as wide as chosen: those of an engine or a device hold the same inferences again. */
    Query ofRuns() {
        return is("scope", "RUN").and(new Chosen("window", "window"));
    }

    private Query and(Condition condition) {
        return new Query(
                shape,
                measurement,
                values,
                Stream.concat(conditions.stream(), Stream.of(condition)).toList(),
                by);
    }
}
