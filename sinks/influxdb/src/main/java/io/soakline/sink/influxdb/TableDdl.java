package io.soakline.sink.influxdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Table definitions for QuestDB, made from the same list as the points.
 *
 * <p>Tables that QuestDB would make by itself cut nanoseconds off and keep a point twice that was written twice. In
 * these, a point written again replaces its row, as a whole.
 */
public final class TableDdl {

    private TableDdl() {}

    /** One {@code CREATE TABLE IF NOT EXISTS} per measurement. */
    public static List<String> statements() {
        return statements(Retention.FOREVER);
    }

    /**
     * Tables that are missing, and how long each keeps its points, also where it is there already; one that is to keep them
     * for ever is left as it is. QuestDB drops whole days, once the newest point of the table is that much younger.
     */
    public static List<String> statements(Retention retention) {
        List<String> statements = new ArrayList<>();
        for (Measurement measurement : Measurement.values()) {
            statements.add(statement(measurement));
            long days = retention.of(measurement).toDays();
            if (days > 0) {
                statements.add("ALTER TABLE " + measurement.table() + " SET TTL " + days + " DAYS");
            }
        }
        return statements;
    }

    /** Names of all measurements, which are the names of the tables. */
    public static List<String> tables() {
        return Arrays.stream(Measurement.values()).map(Measurement::table).toList();
    }

    static String statement(Measurement measurement) {
        StringJoiner columns = new StringJoiner(", ", "(", ")").add("timestamp TIMESTAMP_NS");
        measurement.tags().forEach(tag -> columns.add(quoted(tag) + " SYMBOL"));
        measurement
                .fields()
                .forEach(field ->
                        columns.add(quoted(field.name()) + " " + field.type().sql()));
        StringJoiner identity = new StringJoiner(", ", "(", ")").add("timestamp");
        measurement.tags().forEach(tag -> identity.add(quoted(tag)));
        return "CREATE TABLE IF NOT EXISTS " + measurement.table() + " " + columns
                + " TIMESTAMP(timestamp) PARTITION BY DAY WAL DEDUP UPSERT KEYS" + identity;
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
