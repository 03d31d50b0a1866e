package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.Run;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactorComparisonTest {

    private final SummaryBuilder builder = new SummaryBuilder(Set.of());
    private final Random random = new Random(11);

    private void soak(String runId, String compiler, String artefact, String device, double p50Nanos) {
        Run run = SoakRecords.run(runId, compiler, SoakRecords.completed(6_000));
        run.setArtefactDigest(artefact);
        run.setDeviceId(device);
        builder.accept(run);
        for (int pane = 1; pane <= 30; pane++) {
            WindowStats window = SoakRecords.window(runId, "10s", pane, 200, VerdictState.STEADY);
            window.setLatencyP50Nanos(p50Nanos * Math.exp(0.002 * random.nextGaussian()));
            builder.accept(window);
        }
    }

    @Test
    void variance_givenOneBuildAndOneRun_saysWhyItIsNotSplit() {
        soak("a", "tvm", "x", "host-1", 1.4e6);

        SoakSummary summary = builder.build(null);

        assertThat(summary.variance()).singleElement().satisfies(variance -> {
            assertThat(variance.compiler()).isEqualTo("tvm");
            assertThat(variance.observations()).isEqualTo(30);
            assertThat(variance.components())
                    .filteredOn(component -> component.factor().equals("build"))
                    .singleElement()
                    .satisfies(build -> {
                        assertThat(build.variance()).isNull();
                        assertThat(build.refused()).isNotBlank();
                    });
        });
        assertThat(SummaryTable.render(summary, false)).contains("Variance: not split over build, run and device");
    }

    @Test
    void variance_givenBuildsThatDiffer_putsItDownToTheBuild() {
        for (int build = 0; build < 6; build++) {
            for (int run = 0; run < 3; run++) {
                soak("r" + build + run, "tvm", "build" + build, "host-1", 1.4e6 * (1 + 0.05 * build));
            }
        }

        SoakSummary summary = builder.build(null);

        assertThat(summary.variance().get(0).components())
                .filteredOn(component -> component.factor().equals("build"))
                .singleElement()
                .satisfies(build -> {
                    assertThat(build.levels()).isEqualTo(6);
                    assertThat(build.share()).isGreaterThan(0.8);
                });
        assertThat(SummaryTable.render(summary, false)).contains("Variance, tvm: build");
    }

    @Test
    void platforms_givenCompilerThatIsSlowerOnTheFasterDevice_isInverted() {
        for (int run = 0; run < 5; run++) {
            soak("a" + run, "tvm", "x", "big", 1.0e6 * (1 + 0.001 * run));
            soak("b" + run, "tvm", "x", "small", 2.0e6 * (1 + 0.001 * run));
            soak("c" + run, "autotvm", "y", "big", 1.5e6 * (1 + 0.001 * run));
            soak("d" + run, "autotvm", "y", "small", 1.2e6 * (1 + 0.001 * run));
        }

        assertThat(builder.build(null).platforms())
                .filteredOn(platform -> platform.compiler().equals("autotvm"))
                .singleElement()
                .satisfies(platform -> {
                    assertThat(platform.faster()).isEqualTo("big");
                    assertThat(platform.verdict()).isEqualTo("inverted");
                    assertThat(platform.ratio()).isBetween(1.2, 1.3);
                });
    }

    @Test
    void platforms_givenOneCompiler_refuseToSayWhichDeviceIsTheFaster() {
        soak("a", "tvm", "x", "big", 1.0e6);
        soak("b", "tvm", "x", "small", 2.0e6);

        assertThat(builder.build(null).platforms()).singleElement().satisfies(platform -> {
            assertThat(platform.verdict()).isEqualTo("refused");
            assertThat(platform.ratio()).isNull();
        });
    }

    @Test
    void panes_givenOneToldTwice_countItOnce() {
        PaneMedians panes = new PaneMedians();
        panes.accept(10, 1);
        panes.accept(20, 5);
        panes.accept(20, 3);
        panes.accept(10, 9);

        assertThat(panes.logarithms(9)).containsExactly(0.0, Math.log(3));
        assertThat(panes.median()).isEqualTo(2);
    }
}
