package io.soakline.grafana;

import io.questdb.ServerMain;
import io.soakline.sink.influxdb.TableDdl;
import io.soakline.store.EmbeddedStore;
import io.soakline.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** QuestDB on the folder of a store that is closed, with the door that Grafana's PostgreSQL source goes through. */
final class QuestDbServer implements AutoCloseable {

    private static final Map<String, String> SETTINGS = Map.of(
            "QDB_PG_NET_BIND_TO", "127.0.0.1:0",
            "QDB_PG_PASSWORD", "of-this-test",
            "QDB_HTTP_BIND_TO", "127.0.0.1:0",
            "QDB_HTTP_MIN_ENABLED", "false",
            "QDB_LINE_TCP_ENABLED", "false",
            "QDB_TELEMETRY_ENABLED", "false");

    private final ServerMain server;
    private final Connection connection;

    private QuestDbServer(ServerMain server) throws SQLException {
        this.server = server;
        // Simple: Grafana sends its queries as text, without parameters.
        connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.getPgWireServerPort()
                        + "/qdb?sslmode=disable&preferQueryMode=simple",
                "admin",
                "of-this-test");
    }

    static QuestDbServer start(Path folder) throws SQLException, StoreException {
        // Makes what is missing, and QuestDB silent for the rest of this process.
        EmbeddedStore.start(folder, 0, TableDdl.statements()).close();
        ServerMain server = ServerMain.create(folder.toString(), new HashMap<>(SETTINGS));
        server.start();
        try {
            return new QuestDbServer(server);
        } catch (SQLException e) {
            server.close();
            throw e;
        }
    }

    /** A query that is refused is an answer, too. */
    Answer ask(String sql) {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData names = rows.getMetaData();
            for (int column = 1; column <= names.getColumnCount(); column++) {
                Answer.values(columns, names.getColumnLabel(column));
            }
            while (rows.next()) {
                for (int column = 1; column <= names.getColumnCount(); column++) {
                    Answer.values(columns, names.getColumnLabel(column)).add(rows.getObject(column));
                }
            }
            return new Answer(columns, "");
        } catch (SQLException e) {
            return new Answer(columns, e.getMessage() + " in " + sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
    }
}
