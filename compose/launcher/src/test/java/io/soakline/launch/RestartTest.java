package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.launch.commands.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline is killed without warning and started again on the same data. */
class RestartTest {

    private static final Path HOME =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Process demo(String length) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-Dsoakline.home=" + HOME,
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName()));
        command.addAll(List.of(
                "demo",
                "--for",
                length,
                "--port",
                "0",
                "--compilers",
                "synthetic",
                "--device",
                "bench",
                "--data",
                folder.resolve("data").toString(),
                "--cache",
                folder.resolve("cache").toString(),
                "--json",
                folder.resolve("out.json").toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Reads the process's lines until one fits. */
    private static String await(Process process, Predicate<String> wanted) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (wanted.test(line)) {
                return line;
            }
        }
        throw new AssertionError("the process ended before that line:\n" + seen);
    }

    @Test
    void demo_givenKilledPipelineAndNewStart_countsEveryInferenceOfBothExactlyOnce() throws Exception {
        Process first = demo("60s");
        // The second status line: by then inferences are on the log and panes are open.
        await(first, line -> line.startsWith("1") && line.contains(" s of 1 min 0 s, "));
        first.destroyForcibly();
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();

        Process second = demo("4s");
        String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        second.waitFor();

        JsonNode summary =
                new ObjectMapper().readTree(folder.resolve("out.json").toFile());
        JsonNode ledger = summary.path("ledger");
        assertThat(summary.path("runs")).as(output).hasSize(2);
        assertThat(ledger.path("produced").asLong()).as(output).isGreaterThan(5000);
        assertThat(ledger.path("paned").asLong())
                .as(output)
                .isEqualTo(ledger.path("produced").asLong());
        assertThat(ledger.path("lost").asLong()).as(output).isZero();
        assertThat(ledger.path("duplicate").asLong()).as(output).isZero();
    }
}
