package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.launch.commands.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A whole audit of synthetic engines in real processes, killed in the middle of its second round and gone on with. */
class AuditEndToEndTest {

    private static final Path HOME =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Process audit(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-Dsoakline.home=" + HOME,
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName(),
                "audit",
                folder.resolve("net.onnx").toString(),
                "--builds",
                "2",
                "--runs",
                "2",
                "--compilers",
                "synthetic",
                "--reference",
                "synthetic",
                "--for",
                "2s",
                "--block",
                "200ms",
                "--option",
                "input-shape=1x3x8x8",
                "--option",
                "latency-micros=500",
                "--port",
                "0",
                "--device",
                "bench"));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(List.of("--cache", folder.resolve("cache").toString()));
        command.addAll(List.of("--json", folder.resolve("out.json").toString()));
        command.addAll(List.of("--out", folder.resolve("out.html").toString()));
        command.addAll(List.of(more));
        Files.writeString(folder.resolve("net.onnx"), "a synthetic engine takes any file for its model");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        return builder.start();
    }

    /** Reads the process's lines until one fits. */
    private static void await(Process process, Predicate<String> wanted) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (wanted.test(line)) {
                return;
            }
        }
        throw new AssertionError("the process ended before that line:\n" + seen);
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }

    @Test
    void audit_givenKillInTheSecondRound_goesOnThereAndReportsWholeRoundsOnly() throws Exception {
        Process first = audit();
        // From here on its runs are on the log.
        await(first, line -> line.startsWith("round 2 of 2: 2 engines are loaded"));
        first.destroyForcibly();
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(json("data/audit.json").path("rounds")).hasSize(1);

        Process second = audit();
        String output = output(second);

        assertThat(output)
                .contains("2 of 2 builds and 1 of 2 rounds are there; going on from there")
                .contains("a round was cut off and is repeated; its 2 runs are left out of the figures");
        JsonNode summary = json("out.json");
        // Two builds, started twice; the runs of the round that was cut off are left out.
        TreeMap<String, Integer> runs = new TreeMap<>();
        summary.path("runs").forEach(run -> {
            runs.merge(run.path("engine").asText(), 1, Integer::sum);
            assertThat(run.path("verdict").path("state").asText()).as(output).isNotEqualTo("BROKEN");
        });
        assertThat(runs).as(output).isEqualTo(new TreeMap<>(Map.of("synthetic-1", 2, "synthetic-2", 2)));
        JsonNode ledger = summary.path("ledger");
        assertThat(ledger.path("lost").asLong()).as(output).isZero();
        assertThat(ledger.path("produced").asLong())
                .isPositive()
                .isEqualTo(ledger.path("paned").asLong());
        // Both builds came out the same: one engine, five tests.
        assertThat(summary.path("selfTests")).as(output).hasSize(5);
        assertThat(folder.resolve("data/golden/golden.json")).exists();
        assertThat(Files.readString(folder.resolve("out.html")))
                .startsWith("<!doctype html>")
                .contains("synthetic-1", "synthetic-2");

        Process third = audit("--probes", "3");
        assertThat(output(third))
                .contains("has another plan (probes default, now 3)")
                .contains("start afresh with --fresh");
        assertThat(third.exitValue()).isEqualTo(3);

        Process again = audit();
        assertThat(output(again)).contains("2 of 2 builds and 2 of 2 rounds are there");
        assertThat(json("out.json").path("runs")).hasSize(4);
    }
}
