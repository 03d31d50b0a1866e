package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anything is built or measured. */
class AuditCommandTest {

    @TempDir
    Path folder;

    private Invocation audit(String... arguments) throws Exception {
        Path model = Files.writeString(folder.resolve("net.onnx"), "weights");
        String[] all = new String[arguments.length + 6];
        all[0] = "audit";
        all[1] = model.toString();
        all[2] = "--cache";
        all[3] = folder.resolve("cache").toString();
        all[4] = "--data";
        all[5] = folder.resolve("data").toString();
        System.arraycopy(arguments, 0, all, 6, arguments.length);
        return Invocation.of(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--compilers tvm,autotmv|no compiler \"autotmv\"; did you mean autotvm?",
                "--reference onnx|no compiler \"onnx\"; there are",
                "--builds 0|--builds is 0; expected at least 1",
                "--runs 0|--runs is 0; expected at least 1",
                "--probes 0|--probes is 0; expected at least 1",
                "--for 0s|--for is 0: a run that lasts no time measures nothing",
                "--for 20|did you mean 20s?",
                "--option metaschedule:trials=4|--option metaschedule:trials is for metaschedule, which is not built here",
                "--compilers tvm --trials 4|--trials is for tuners",
                "--compiler tvm|Did you mean --compilers?",
                "--fail-on brocken|did you mean broken?"
            })
    void audit_givenMistake_exitsWithTwoAndOneLine(String arguments, String message) throws Exception {
        Invocation run = audit(arguments.split(" ", -1));

        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void audit_givenInputsOrLabelsThatAreNotThere_saysWhatToGive() throws Exception {
        assertThat(audit("--inputs", folder.resolve("photos").toString()))
                .satisfies(run -> assertThat(run.exit()).isEqualTo(3))
                .satisfies(run -> assertThat(run.err()).contains("there is no folder " + folder.resolve("photos")));
        assertThat(audit("--labels", folder.resolve("labels.csv").toString()).err())
                .contains("speaks of inputs, and there are none; name their folder with --inputs");
        Files.createDirectory(folder.resolve("photos"));
        assertThat(audit(
                                "--inputs",
                                folder.resolve("photos").toString(),
                                "--labels",
                                folder.resolve("labels.csv").toString())
                        .err())
                .contains("cannot read the labels " + folder.resolve("labels.csv"));
    }

    @Test
    void help_namesEveryPartOfThePlanAndTheExitCodes() {
        Invocation help = Invocation.of("audit", "--help");

        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .contains("--builds=K", "--runs=R", "--for=DURATION", "--reference=NAME", "--fresh", "Exit codes:")
                .contains("soakline audit demo --builds 2 --runs 1 --compilers tvm --for 5s");
    }
}
