package io.soakline.sink.influxdb;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.soakline.store.EmbeddedStore;
import io.soakline.store.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The contract with the embedded store. */
class QuestDbSinkTest extends SinkContract {

    @Override
    StoreUnderTest start(Path folder) throws StoreException {
        return new QuestDb(folder);
    }

    private static final class QuestDb implements StoreUnderTest {

        private final Path folder;
        private EmbeddedStore store;

        private QuestDb(Path folder) throws StoreException {
            this.folder = folder;
            store = EmbeddedStore.start(folder, 0, TableDdl.statements());
        }

        @Override
        public InfluxSettings settings() {
            return InfluxSettings.embedded(store.url());
        }

        @Override
        public List<Row> points(String measurement, String tag, String value, String... columns) throws StoreException {
            store.awaitTable(measurement);
            String selected = columns.length == 0 ? "" : ", \"" + String.join("\", \"", columns) + '"';
            List<Row> rows = new ArrayList<>();
            for (JsonElement row : dataset("SELECT CAST(timestamp AS LONG)" + selected + from(measurement, tag, value)
                    + " ORDER BY timestamp")) {
                rows.add(Row.of(row.getAsJsonArray()));
            }
            return rows;
        }

        @Override
        public List<String> countAndSum(String engine, String column) throws StoreException {
            String query = "SELECT 0, count(" + column + "), sum(" + column + ")" + from("windows", "engine", engine);
            store.awaitTable("windows");
            return Row.of(dataset(query).get(0).getAsJsonArray()).values();
        }

        private static String from(String measurement, String tag, String value) {
            return " FROM " + measurement + " WHERE " + tag + " = '" + value.replace("'", "''") + "'";
        }

        private JsonArray dataset(String query) throws StoreException {
            return JsonParser.parseString(store.query(query)).getAsJsonObject().getAsJsonArray("dataset");
        }

        @Override
        public void stop() {
            store.close();
        }

        @Override
        public void restart() throws StoreException {
            store = EmbeddedStore.start(folder, URI.create(store.url()).getPort(), TableDdl.statements());
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
