package io.soakline.broker.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker in a JVM of its own. It ends with this process, however this process ends: it watches its standard input.
 *
 * <p>What the broker has to say is in {@code broker.log} in its folder; the log of the start before is kept as
 * {@code broker.log.1}.
 */
public final class BrokerProcess implements AutoCloseable {

    /** How the broker's JVM begins the line that says where clients connect. */
    public static final String READY = "READY ";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);
    private static final String MAIN_CLASS = "io.soakline.broker.BrokerMain";
    /** The first orderly stop also writes the class data archive. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
    private static final int SHOWN_LOG_LINES = 5;

    private final Process process;
    private final ClassDataArchive archive;
    private final Path log;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private String bootstrapServers = "";
    private boolean closed;

    private BrokerProcess(Process process, ClassDataArchive archive, Path log) {
        this.process = process;
        this.archive = archive;
        this.log = log;
    }

    /**
     * Returns when clients can connect.
     *
     * @throws BrokerException when the folder is not writable or in use, the port taken, or the broker not ready in time
     */
    public static BrokerProcess start(BrokerProcessSettings settings) throws BrokerException {
        Path folder = settings.folder().toAbsolutePath().normalize();
        Path log = prepareLog(folder);
        ClassDataArchive archive = ClassDataArchive.of(settings.cacheFolder(), settings.classPath());
        BrokerProcess broker = new BrokerProcess(launch(settings, folder, log, archive), archive, log);
        try {
            broker.awaitReady(settings.readyTimeout());
            return broker;
        } catch (BrokerException e) {
            broker.kill();
            throw e;
        }
    }

    private static Path prepareLog(Path folder) throws BrokerException {
        Path log = folder.resolve("broker.log");
        try {
            Files.createDirectories(folder);
            if (Files.exists(log)) {
                Files.move(log, folder.resolve("broker.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.createFile(log);
        } catch (IOException e) {
            throw new BrokerException(
                    "cannot write to the broker folder " + folder + " (" + e + "); choose another", e);
        }
    }

    private static Process launch(BrokerProcessSettings settings, Path folder, Path log, ClassDataArchive archive)
            throws BrokerException {
        List<String> command = new ArrayList<>(settings.commandPrefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(archive.jvmOptions());
        command.addAll(List.of(
                // Short to start, small to keep: the broker copies bytes, it does not compute.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                // A broker without memory must end and say so, not linger.
                "-XX:+ExitOnOutOfMemoryError",
                // An archive that cannot be used is no news.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dlogback.configurationFile=logback-broker.xml",
                "-cp",
                settings.classPath(),
                MAIN_CLASS,
                folder.toString(),
                Integer.toString(settings.port())));
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new BrokerException("cannot start the broker's JVM: " + e.getMessage(), e);
        }
    }

    private void awaitReady(Duration timeout) throws BrokerException {
        Thread reader = new Thread(this::readOutput, "broker-output");
        reader.setDaemon(true);
        reader.start();
        try {
            bootstrapServers = ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BrokerException("the broker was not ready within " + timeout.toSeconds() + " s; " + logHint(), e);
        } catch (ExecutionException e) {
            throw new BrokerException("the broker did not start: " + logHint(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while the broker was starting", e);
        }
    }

    /** Reads to the end, so that the broker never waits for a full pipe. */
    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(line.substring(READY.length()).trim());
                } else {
                    LOG.info("broker: {}", line);
                }
            }
            ready.completeExceptionally(new IOException("the broker's JVM ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private String logHint() {
        String tail = lastLogLines();
        return tail.isEmpty() ? "it left nothing in " + log : tail + " (see " + log + ")";
    }

    private String lastLogLines() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    /** Where clients connect, as {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit status when the broker's JVM has ended, wanted or not. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Where the broker writes its warnings and errors. */
    public File logFile() {
        return log.toFile();
    }

    /** Asks the broker to stop, and kills it when it has not done so in half a minute. Further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the broker's standard input was closed already", e);
        }
        if (waitFor(STOP_TIMEOUT) && process.exitValue() == 0) {
            archive.adopt();
        } else {
            kill();
        }
    }

    private void kill() {
        process.destroyForcibly();
        waitFor(KILL_TIMEOUT);
        archive.discard();
    }

    private boolean waitFor(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
