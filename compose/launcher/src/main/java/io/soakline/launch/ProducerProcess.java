package io.soakline.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer in a JVM of its own: a fault of a native engine ends that process and nothing else. It is told what to do
 * in lines of text and answers in lines of JSON. It ends by itself when this process is gone.
 */
public final class ProducerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProducerProcess.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN_CLASS = "io.soakline.produce.ProducerMain";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final EngineFamily family;
    private final Process process;
    private final BufferedWriter commands;
    private final CompletableFuture<Integer> ended;

    private ProducerProcess(
            EngineFamily family, Process process, TemporaryFolder temporary, Consumer<JsonNode> events) {
        this.family = family;
        this.process = process;
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        CompletableFuture<Void> read = CompletableFuture.runAsync(() -> readEvents(events), this::startReader);
        // The last words of a process count before its end does.
        ended = process.onExit().thenCombine(read, (done, nothing) -> {
            temporary.close();
            return done.exitValue();
        });
    }

    /**
     * Starts a producer.
     *
     * @param prefix put before {@code java}: {@link Cores#offEnginePrefix()}
     * @param log where its log goes; appended to
     * @param events told each event, on one thread, in order
     */
    public static ProducerProcess start(
            Home home,
            EngineFamily family,
            List<String> prefix,
            List<String> arguments,
            Path log,
            Consumer<JsonNode> events)
            throws LaunchException {
        List<String> java = new ArrayList<>(List.of(
                "-XX:+UseSerialGC", "-Xms64m", "-Xmx256m", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=4", "-cp"));
        java.add(home.classPath(family.module()));
        java.add(MAIN_CLASS);
        java.addAll(arguments);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            // Native libraries are unpacked there; a process that is killed would leave them behind.
            TemporaryFolder temporary = TemporaryFolder.create("soakline-producer-");
            java.add(java.indexOf("-cp"), "-Djava.io.tmpdir=" + temporary.path());
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("@" + ArgumentFile.write(temporary.path().resolve("java.args"), java));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(family.environment());
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            return new ProducerProcess(family, builder.start(), temporary, events);
        } catch (IOException e) {
            throw new LaunchException("cannot start the " + family.module() + " process: " + e.getMessage(), e);
        }
    }

    private void startReader(Runnable reader) {
        Thread thread = new Thread(reader, "events-" + family.module());
        thread.setDaemon(true);
        thread.start();
    }

    private void readEvents(Consumer<JsonNode> events) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                tell(line, events);
            }
        } catch (IOException e) {
            LOG.debug("output of {} ended", this, e);
        }
    }

    private void tell(String line, Consumer<JsonNode> events) {
        JsonNode event;
        try {
            event = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            LOG.warn("{} said something that is no event: {}", this, line);
            return;
        }
        events.accept(event);
    }

    /** Sends one command line. A process that is gone is noticed by {@link #onExit()}, not here. */
    public void send(String line) {
        try {
            synchronized (commands) {
                commands.write(line);
                commands.newLine();
                commands.flush();
            }
        } catch (IOException e) {
            LOG.debug("{} does not listen any more", this, e);
        }
    }

    public EngineFamily family() {
        return family;
    }

    public long pid() {
        return process.pid();
    }

    /** Completes with the exit status, after the last event was told. */
    public CompletableFuture<Integer> onExit() {
        return ended;
    }

    /** Closes its input, which it takes as the order to finish, and kills it when it does not. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            LOG.debug("input of {} was closed already", this, e);
        }
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return family.module() + " process " + process.pid();
    }
}
