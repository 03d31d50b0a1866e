package io.soakline.store;

import io.questdb.ServerMain;
import io.questdb.griffin.SqlException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * QuestDB in this JVM: takes points at {@code /api/v2/write} as InfluxDB does, answers SQL at {@code /exec}.
 *
 * <p>Where it differs from InfluxDB, the tables given at the start make up for it: nanosecond timestamps and one row per
 * timestamp and tags ({@code DEDUP UPSERT KEYS}). Organisation and bucket are ignored.
 */
public final class EmbeddedStore implements AutoCloseable {

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern COUNT = Pattern.compile("\"dataset\":\\[\\[(\\d+)]]");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final ServerMain server;
    private final StoreFolder folder;
    private final String url;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(QUERY_TIMEOUT).build();
    private boolean closed;

    private EmbeddedStore(ServerMain server, StoreFolder folder) {
        this.server = server;
        this.folder = folder;
        this.url = "http://" + StoreSettings.HOST + ":" + server.getHttpServerPort();
    }

    /**
     * Returns when points can be written.
     *
     * @param path made when missing; data of an earlier start is kept
     * @param httpPort on the loopback interface, 0 for any free one
     * @param statements SQL run before the first point can arrive, each able to run at every start ({@code IF NOT
     *     EXISTS})
     * @throws StoreException when the folder is in use or not writable, the port taken, or a statement refused
     */
    public static EmbeddedStore start(Path path, int httpPort, List<String> statements) throws StoreException {
        refuseTaken(httpPort);
        StoreFolder folder = StoreFolder.open(path);
        try {
            return startIn(folder, httpPort, statements);
        } catch (StoreException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedStore startIn(StoreFolder folder, int httpPort, List<String> statements)
            throws StoreException {
        EmbeddedStore store;
        try {
            store = new EmbeddedStore(QuestDb.start(folder.root(), StoreSettings.of(httpPort)), folder);
        } catch (RuntimeException | LinkageError e) { // LinkageError: no native library for this platform
            throw failed(folder, e);
        }
        try {
            store.execute(statements);
            return store;
        } catch (StoreException e) {
            QuestDb.close(store.server);
            throw e;
        }
    }

    private static void refuseTaken(int port) throws StoreException {
        try {
            new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})).close();
        } catch (IOException e) {
            throw new StoreException(
                    "port " + port + " on " + StoreSettings.HOST + " is taken (" + e.getMessage()
                            + "); stop what listens there, or choose another port (0 for any)",
                    e);
        }
    }

    private static StoreException failed(StoreFolder folder, Throwable cause) {
        return new StoreException(
                "the store on " + folder.root() + " did not start: " + cause.getMessage()
                        + "; its log folder there says more",
                cause);
    }

    private void execute(List<String> statements) throws StoreException {
        for (String statement : statements) {
            try {
                server.getEngine().execute(statement);
            } catch (SqlException e) {
                throw new StoreException("the store refused \"" + statement + "\": " + e.getMessage(), e);
            }
        }
    }

    /** For the InfluxDB client, without a path: {@code http://127.0.0.1:port}. */
    public String url() {
        return url;
    }

    /** Waits until everything written so far can be seen by queries: a write is answered before it is. */
    public void awaitTable(String table) {
        server.awaitTable(table);
    }

    /**
     * Rows that queries see.
     *
     * @throws StoreException when there is no such table
     */
    public long count(String table) throws StoreException {
        if (!IDENTIFIER.matcher(table).matches()) {
            throw new IllegalArgumentException("not a table name: " + table);
        }
        String answer = query("SELECT count() FROM " + table);
        Matcher rows = COUNT.matcher(answer);
        if (!rows.find()) {
            throw new StoreException("the store cannot count " + table + ": " + answer);
        }
        return Long.parseLong(rows.group(1));
    }

    /**
     * The answer of {@code /exec} to one SQL statement, as JSON.
     *
     * @throws StoreException when the store does not answer; a refused statement is an answer
     */
    public String query(String sql) throws StoreException {
        URI address = URI.create(url + "/exec?query=" + URLEncoder.encode(sql, StandardCharsets.UTF_8));
        try {
            return client.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(QUERY_TIMEOUT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new StoreException("the store at " + url + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while asking the store at " + url, e);
        }
    }

    /** Stops and frees the folder; data is kept. Further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        QuestDb.close(server);
        folder.close();
    }
}
