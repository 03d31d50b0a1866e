package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anything is built. */
class BuildCommandTest {

    @TempDir
    Path folder;

    private Invocation build(String... arguments) throws Exception {
        Path model = Files.writeString(folder.resolve("net.onnx"), "weights");
        String[] all = new String[arguments.length + 4];
        all[0] = "build";
        all[1] = model.toString();
        all[2] = "--cache";
        all[3] = folder.resolve("cache").toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Invocation.of(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--compiler tmv|no compiler \"tmv\"; did you mean tvm?",
                "--compiler gcc|no compiler \"gcc\"; there are onnxruntime, synthetic, tvm, autotvm,",
                "--compiler tvm --builds 0|--builds is 0; expected at least 1",
                "--compiler tvm --trials 4|--trials is for tuners, and none of tvm is one",
                "--compiler autotvm --trials 0|--trials is 0; expected at least 1",
                "--compiler tvm --option autotvn:trials=4|--option autotvn:trials is for autotvn, which is not built here",
                "--compiler autotvm,tvm --option autotvn:trials=4|did you mean autotvm?",
                "--compiler tvm --bilds 2|Did you mean --builds?",
                "--compiler tvm --builds many|'many' is not an int"
            })
    void build_givenMistake_exitsWithTwoAndOneLine(String arguments, String message) throws Exception {
        Invocation run = build(arguments.split(" ", -1));

        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).contains("Try: soakline build --help");
    }

    @Test
    void build_givenSomethingElseWhereALinkIsToBe_refusesBeforeItBuildsAndLeavesIt() throws Exception {
        Path file = Files.writeString(folder.resolve("tvm"), "mine");
        Invocation run = build("--compiler", "tvm", "--out", folder.toString());
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains(file + " is there and no link to an engine; name another folder with --out");
        assertThat(file).hasContent("mine");
    }

    @Test
    void build_givenModelThatIsNotThere_saysWhatWasProbablyMeant() {
        String cache = folder.resolve("cache").toString();
        Invocation typo = Invocation.of("build", "demmo", "--compiler", "tvm", "--cache", cache);
        assertThat(typo.exit()).isEqualTo(3);
        assertThat(typo.err()).contains("cannot read the model").contains("did you mean demo?");

        Invocation missing = Invocation.of("build", "network.onnx", "--compiler", "tvm", "--cache", cache);
        assertThat(missing.err()).contains("is the path right? The word demo names the demo's model");
    }
}
