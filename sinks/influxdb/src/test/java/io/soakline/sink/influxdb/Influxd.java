package io.soakline.sink.influxdb;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real InfluxDB 1.x of this machine, on loopback, with everything it writes in one folder. */
final class Influxd implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on HTTP.* addr=127\\.0\\.0\\.1:(\\d+)");

    private final Path executable;
    private final Path folder;
    /** Taken from the first start on, so that it is the same server after a restart. */
    private int port;

    private Process process;

    private Influxd(Path executable, Path folder) throws IOException {
        this.executable = executable;
        this.folder = folder;
        process = launch();
    }

    /** Where it is, when it is on the PATH. */
    static Optional<Path> executable() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(entry -> Path.of(entry, "influxd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns when it takes requests. */
    static Influxd start(Path executable, Path folder) throws IOException {
        return new Influxd(executable, folder);
    }

    /** At the same address, with the data it had. */
    void restart() throws IOException {
        process = launch();
    }

    private Process launch() throws IOException {
        Path configuration = Files.writeString(folder.resolve("influxd.conf"), configuration());
        Process launched = new ProcessBuilder(executable.toString(), "run", "-config", configuration.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader log =
                new BufferedReader(new InputStreamReader(launched.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                port = Integer.parseInt(listening.group(1));
                drain(log);
                return launched;
            }
        }
        throw new IOException("influxd did not start:\n" + said);
    }

    /** A full pipe would stop the server. */
    private static void drain(BufferedReader log) {
        Thread drain = new Thread(() -> log.lines().forEach(line -> {}), "influxd-log");
        drain.setDaemon(true);
        drain.setUncaughtExceptionHandler((thread, failure) -> {}); // the pipe breaks when the server is killed
        drain.start();
    }

    private String configuration() {
        return """
                reporting-disabled = true
                bind-address = "127.0.0.1:0"
                [meta]
                  dir = "%1$s/meta"
                [data]
                  dir = "%1$s/data"
                  wal-dir = "%1$s/wal"
                [http]
                  bind-address = "127.0.0.1:%2$d"
                  log-enabled = false
                [monitor]
                  store-enabled = false
                """.formatted(folder, port);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Without giving it time to write anything. */
    void kill() {
        end(process.destroyForcibly());
    }

    private static void end(Process process) {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        end(process);
        process.destroyForcibly();
    }
}
