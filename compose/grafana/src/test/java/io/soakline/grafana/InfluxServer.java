package io.soakline.grafana;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An {@code influxd} 1.x of its own, in a folder of its own. */
final class InfluxServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final ObjectMapper mapper = new ObjectMapper();
    private final Process process;
    private final String url;

    private InfluxServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** The test that asks is skipped where there is no {@code influxd}. */
    static InfluxServer startOrSkip(Path folder) throws IOException, InterruptedException {
        Optional<Path> influxd = executable();
        assumeTrue(influxd.isPresent(), "influxd is not on the PATH; Debian has it as influxdb");
        return start(influxd.orElseThrow(), folder);
    }

    private static Optional<Path> executable() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "influxd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static InfluxServer start(Path executable, Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Path settings = Files.writeString(
                folder.resolve("influxd.conf"), """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                dir = "%s/meta"
                [data]
                dir = "%s/data"
                wal-dir = "%s/wal"
                [http]
                bind-address = "127.0.0.1:%d"
                log-enabled = false
                [monitor]
                store-enabled = false
                """.formatted(freePort(), folder, folder, folder, port));
        Path log = folder.resolve("influxd.log");
        Process process = new ProcessBuilder(executable.toString(), "run", "-config", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        String url = "http://127.0.0.1:" + port;
        long deadlineNanos = System.nanoTime() + START_LIMIT.toNanos();
        while (!Http.answers(url + "/ping")) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadlineNanos) {
                process.destroyForcibly();
                throw new IOException("influxd did not start: " + Files.readString(log));
            }
        }
        return new InfluxServer(process, url);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return url;
    }

    /** Of the database {@code soakline}. */
    Answer ask(String influxQl) throws IOException, InterruptedException {
        return Answer.ofInfluxDb(mapper.readTree(Http.postForm(url + "/query?db=soakline", "q", influxQl)));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
