package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.Build;
import io.soakline.record.Run;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

    private final List<RunSummary> runs = new ArrayList<>();

    private void run(String id, String compiler, String engine, int build) {
        Run run = SoakRecords.run(id, compiler, null);
        run.setEngineName(engine);
        run.setBuild(Build.newBuilder()
                .setBuildId(engine + build)
                .setNumber(build)
                .setBuiltAtNanos(0)
                .setSeconds(null)
                .build());
        runs.add(RunFigures.summarise(run, null));
    }

    @Test
    void names_givenOneBuildAndOneRun_areTheCompiler() {
        run("a", "tvm", "cls-tvm", 1);

        assertThat(new Names(runs).run("a")).isEqualTo("tvm");
    }

    @Test
    void names_givenBuildsAndRuns_areNumbered() {
        run("a", "tvm", "cls-tvm", 1);
        run("b", "tvm", "cls-tvm", 2);
        run("c", "tvm", "cls-tvm", 2);
        Names names = new Names(runs);

        assertThat(names.run("a")).isEqualTo("tvm build 1");
        assertThat(names.run("c")).isEqualTo("tvm build 2 run 2");
        assertThat(names.shortRun("c")).isEqualTo("tvm b2 r2");
        assertThat(names.run("unknown")).isEqualTo("unknown");
    }

    @Test
    void names_givenTwoConfigurationsOfACompiler_tellThemApartByEngine() {
        run("a", "tvm", "cls-level-3", 1);
        run("b", "tvm", "cls-level-0", 1);
        Names names = new Names(runs);

        assertThat(List.of(names.run("a"), names.run("b")))
                .containsExactly("cls-level-3 build 1", "cls-level-0 build 1");
    }

    @Test
    void names_givenRunsFromBeforeBuildIds_areToldApartByTheirBytes() {
        Run first = SoakRecords.run("a", "tvm", null);
        Run second = SoakRecords.run("b", "tvm", null);
        second.setArtefactDigest("other");
        runs.add(RunFigures.summarise(first, null));
        runs.add(RunFigures.summarise(second, null));

        assertThat(new Names(runs).run("b")).isEqualTo("tvm build 2");
    }
}
