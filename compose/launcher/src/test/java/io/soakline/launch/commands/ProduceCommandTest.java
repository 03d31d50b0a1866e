package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code produce} and {@code selftest} refuse before anything is started. */
class ProduceCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "produce --engine e --probes 4|--probes says how many outputs are kept; name their folder with --keep-golden",
                "produce --engine e --keep-golden g --probes 0|--probes is 0; expected at least 1",
                "produce --engine e --keep-golden g --golden g|use one after the other",
                "produce --engine e --labels l.csv|--labels speaks of inputs; name their folder with --inputs",
                "produce --engine e --goldn g|Did you mean --golden?",
                "selftest --engine e --labels l.csv|--labels speaks of inputs; name their folder with --inputs",
                "selftest|Missing required option: '--engine=DIR'",
                "selftst --engine e|Did you mean selftest?"
            })
    void command_givenMistake_exitsWithTwo(String line, String message) {
        Invocation run = Invocation.of(line.split(" ", -1));

        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }
}
