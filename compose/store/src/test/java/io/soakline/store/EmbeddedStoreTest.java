package io.soakline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedStoreTest {

    private static final List<String> TABLE = List.of("CREATE TABLE IF NOT EXISTS heat (timestamp TIMESTAMP_NS, "
            + "room SYMBOL, celsius DOUBLE) TIMESTAMP(timestamp) PARTITION BY DAY WAL "
            + "DEDUP UPSERT KEYS(timestamp, room)");

    @TempDir
    Path folder;

    @Test
    void point_writtenTwice_isThereOnceWithItsNanoseconds() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TABLE)) {
            write(store, "heat,room=a celsius=20.5 1764000000123456789");
            write(store, "heat,room=a celsius=20.5 1764000000123456789\nheat,room=b celsius=1.5 1764000000123456789");
            store.awaitTable("heat");

            assertThat(store.count("heat")).isEqualTo(2);
            assertThat(store.query("SELECT * FROM heat WHERE room = 'a'"))
                    .contains("[\"2025-11-24T16:00:00.123456789Z\",\"a\",20.5]");
        }
    }

    @Test
    void start_givenTheFolderOfAnEarlierOne_hasItsRows() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TABLE)) {
            write(store, "heat,room=a celsius=20.5 1764000000123456789");
            store.awaitTable("heat");
        }

        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TABLE)) {
            assertThat(store.count("heat")).isEqualTo(1);
        }
    }

    @Test
    void store_isReachableThroughLoopbackAlone() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, List.of())) {
            URI url = URI.create(store.url());
            assertThat(url.getHost()).isEqualTo("127.0.0.1");
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
            for (InetAddress other : others) {
                assertThatThrownBy(() -> connect(other, url.getPort()))
                        .as("%s", other)
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5_000);
        }
    }

    @Test
    void startAndClose_writeNothingToStandardOutput() throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream recorder = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(recorder);
        System.setErr(recorder);
        try {
            EmbeddedStore store = EmbeddedStore.start(folder, 0, TABLE);
            write(store, "heat,room=a celsius=20.5 1764000000123456789");
            System.out.println("ours");
            store.close();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("ours" + System.lineSeparator());
    }

    @Test
    void dataFolder_staysSmall() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TABLE)) {
            for (int i = 0; i < 100; i++) {
                write(store, "heat,room=a celsius=20.5 " + (1_764_000_000_000_000_000L + i));
            }
            store.awaitTable("heat");
            assertThat(store.count("heat")).isEqualTo(100);

            // 9 MB of it are the native libraries.
            assertThat(bytesIn(folder)).isLessThan(50_000_000);
        }
    }

    private static long bytesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void start_onAFolderInUse_isRefusedAndLeavesTheFirstRunning() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TABLE)) {
            assertThatThrownBy(() -> EmbeddedStore.start(folder, 0, TABLE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("a store already runs on the folder " + folder);
            assertThat(store.count("heat")).isZero();
        }
    }

    @Test
    void start_onATakenPort_isRefusedWithThePort() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> EmbeddedStore.start(folder, other.getLocalPort(), TABLE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void start_whereNoFolderCanBe_isRefusedWithTheFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> EmbeddedStore.start(file.resolve("store"), 0, TABLE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot write to the store folder " + file.resolve("store"));
    }

    @Test
    void start_whereItsFilesCannotBe_isRefusedAndFreesTheFolder() throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("conf"));
        assertThatThrownBy(() -> EmbeddedStore.start(folder, 0, TABLE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot write to the store folder " + folder);

        Files.delete(inTheWay);
        EmbeddedStore.start(folder, 0, TABLE).close();
    }

    @Test
    void start_givenAStatementInError_saysWhichAndFreesTheFolder() throws Exception {
        assertThatThrownBy(() -> EmbeddedStore.start(folder, 0, List.of("CREATE NONSENSE")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("CREATE NONSENSE");

        EmbeddedStore.start(folder, 0, TABLE).close();
    }

    @Test
    void count_ofATableThatIsNot_isRefused() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.start(folder, 0, TABLE)) {
            assertThatThrownBy(() -> store.count("cold"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cold");
            assertThatThrownBy(() -> store.count("heat; DROP TABLE heat")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void write(EmbeddedStore store, String lines) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(store.url() + "/api/v2/write?org=o&bucket=b&precision=ns"))
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }
}
