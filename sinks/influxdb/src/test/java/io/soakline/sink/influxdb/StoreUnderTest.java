package io.soakline.sink.influxdb;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.List;
import java.util.stream.StreamSupport;

/** A store that the contract is run against, and how to look into it. */
interface StoreUnderTest extends AutoCloseable {

    /** What a query found: its time, then the columns asked for as text, {@code null} where there is nothing. */
    record Row(long timestampNanos, List<String> values) {

        static Row of(JsonArray cells) {
            List<String> values = StreamSupport.stream(cells.spliterator(), false)
                    .skip(1)
                    .map(Row::text)
                    .toList();
            return new Row(cells.get(0).getAsLong(), values);
        }

        private static String text(JsonElement cell) {
            return cell.isJsonNull() ? "null" : cell.getAsString();
        }
    }

    InfluxSettings settings();

    /** Points of the measurement with this value of the tag, in order of time. */
    List<Row> points(String measurement, String tag, String value, String... columns) throws Exception;

    /** Windows with this engine, in order of time. */
    default List<Row> windows(String engine, String... columns) throws Exception {
        return points("windows", "engine", engine, columns);
    }

    /** How many windows with this engine have the column, and its sum. */
    List<String> countAndSum(String engine, String column) throws Exception;

    void stop();

    /** At the same address, with the data it had. */
    void restart() throws Exception;

    @Override
    void close();
}
