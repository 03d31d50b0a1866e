package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.launch.ExitCode;
import io.soakline.launch.bundle.BundleEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class UnusedSettingsTest {

    private static String help(CommandLine line, String command) {
        return Objects.requireNonNull(line.getSubcommands().get(command)).getUsageMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "sample, --kafka, --influx-url",
        "produce, --device, --policy",
        "selftest, --kafka-properties, --port",
        "produce, --engine, --cache",
        "build, --cache, --kafka",
        "watch, --port, --none",
        "process, --policy, --none",
    })
    void help_hasTheSettingsThatTheCommandUses(String command, String used, String unused) {
        String help = help(Launcher.commandLine(), command);
        assertThat(help).contains(used).doesNotContain(unused + "=");
    }

    @Test
    void execute_givenASettingThatDoesNothing_refusesIt() {
        StringWriter errors = new StringWriter();
        CommandLine line = Launcher.commandLine().setErr(new PrintWriter(errors));
        assertThat(line.execute("sample", "--influx-url", "http://localhost:8086"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("--influx-url");
    }

    @Test
    void remove_givenTheCommandsOfABundle_leavesThemRunnable() {
        CommandLine line = Launcher.withErrors(
                BoardCommand.commandLine(BundleEngine.of("onnxruntime").orElseThrow()));
        assertThat(help(line, "build")).contains("--cache").doesNotContain("--influx-url");
    }
}
