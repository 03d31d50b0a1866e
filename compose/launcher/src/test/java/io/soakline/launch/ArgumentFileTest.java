package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /** Prints its arguments, one a line. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] arguments) {
            for (String argument : arguments) {
                System.out.println(argument);
            }
        }
    }

    @Test
    void write_givenWhatShellsAndQuotesDislike_isReadByJavaAsItWas() throws IOException, InterruptedException {
        List<String> said = List.of(
                "plain",
                "two words",
                "C:\\new\\table",
                "say \"so\"",
                "'single'",
                "#comment",
                "@file",
                "",
                "*",
                "x".repeat(9_000));
        List<String> java =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), Echo.class.getName()));
        java.addAll(said);
        Path file = ArgumentFile.write(folder.resolve("java.args"), java);
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + file)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(out, StandardCharsets.UTF_8)).isEqualTo(String.join("\n", said) + "\n");
    }

    @Test
    void write_givenLineBreak_isRefused() {
        assertThatThrownBy(() -> ArgumentFile.write(folder.resolve("f"), List.of("a\nb")))
                .hasMessageContaining("line break");
    }
}
