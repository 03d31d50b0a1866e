package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.launch.bundle.BundleEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bundle} refuses before anything is made, and what a bundle offers. */
class BundleCommandTest {

    @TempDir
    Path folder;

    @BeforeEach
    void home() {
        System.setProperty("soakline.home", folder.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bundle|Missing required option: '--engine=NAME'|2",
                "bundle --engine onnxruntme|did you mean onnxruntime?|2",
                "bundle --engine devices --platform linux-arm|did you mean linux-arm64?|2",
                "bundle --engine devices --out b.zip|expected a name that ends in .tar.xz or .tar.gz|2",
                "bundle --engine devices --out no/such/b.tar.xz|is the path right?|3",
                "bundle --engine tvm --platform linux-arm64|tvm has no libraries for linux-arm64, only for"
                        + " linux-x86_64|3",
                "bundle --engine devices --jmods no/such|there is no java.base.jmod in|3"
            })
    void bundle_givenMistake_saysWhatIsExpected(String line, String message, int exit) {
        Invocation run = Invocation.of(line.split(" ", -1));

        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.err()).contains(message);
    }

    @Test
    void bundle_givenAnotherMachineAndNoModules_saysWhereToGetThem() {
        String other = System.getProperty("os.arch").equals("aarch64") ? "linux-x86_64" : "linux-arm64";

        Invocation run = Invocation.of(
                "bundle", "--engine", "devices", "--platform", other, "--out", folder.resolve("b.tar.xz") + "");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err())
                .contains(other + " needs the modules of a JDK "
                        + Runtime.version().feature())
                .contains("https://adoptium.net/")
                .contains("--jmods DIR")
                .hasLineCount(1);
        assertThat(Files.exists(folder.resolve("b.tar.xz"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "TENSORRT, 'build produce selftest sample devices help'",
        "ONNXRUNTIME, 'build produce selftest sample devices help'",
        "TVM, 'produce selftest sample devices help'",
        "DEVICES, 'sample devices help'"
    })
    void board_givenEngine_offersWhatItCanCarryOut(BundleEngine engine, String commands) {
        assertThat(BoardCommand.commandLine(engine).getSubcommands().keySet()).containsExactly(commands.split(" ", -1));
    }
}
