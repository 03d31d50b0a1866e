package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.EnergyMethod;
import io.soakline.record.EnergyRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnergyAdviceTest {

    private final SummaryBuilder builder = new SummaryBuilder(Set.of());
    private int runs;

    private static EnergyRecord energy(EnergyMethod method, @Nullable Double gross, @Nullable Double net) {
        EnergyRecord energy = SoakRecords.energy();
        energy.setMethod(method);
        energy.setGrossJoulesPerInference(gross);
        energy.setNetJoulesPerInference(net);
        energy.setDoubt(null);
        return energy;
    }

    private static EnergyRecord turns(double gross, @Nullable Double net) {
        return energy(EnergyMethod.TURNS, gross, net);
    }

    private void run(String compiler, @Nullable EnergyRecord energy) {
        String id = compiler + ++runs;
        builder.accept(SoakRecords.run(id, compiler, SoakRecords.completed(5_000)));
        WindowStats window = SoakRecords.window(id, "run", 6, 5_000, VerdictState.STEADY);
        window.setEnergy(energy);
        builder.accept(window);
    }

    private List<Recommendation> advice() {
        return AuditScene.auditOf(builder.build(null)).recommendations().stream()
                .filter(recommendation -> recommendation.topic().equals("energy"))
                .toList();
    }

    @Test
    void of_givenNetOfAll_comparesNetAlthoughGrossSaysTheOpposite() {
        for (int i = 0; i < 3; i++) {
            run("tvm", turns(0.050, 0.020 + 0.001 * i));
            run("autotvm", turns(0.060, 0.010 + 0.001 * i));
        }

        assertThat(advice()).singleElement().satisfies(choice -> {
            assertThat(choice.refused()).isFalse();
            assertThat(choice.text()).isEqualTo("Choose autotvm for cls.onnx on host-1 where energy matters.");
            assertThat(choice.evidence())
                    .isEqualTo(
                            "Per inference, net of idle: autotvm 10.0 mJ to 12.0 mJ (3 runs), tvm 20.0 mJ to 22.0 mJ (3 runs)."
                                    + " No run of another reaches into its own.");
        });
    }

    @Test
    void of_givenNetThatOneRunLacks_comparesGrossAndSaysSo() {
        for (int i = 0; i < 3; i++) {
            run("tvm", turns(0.050, i == 0 ? null : Double.valueOf(0.01)));
            run("autotvm", turns(0.060, 0.01));
        }

        assertThat(advice()).singleElement().satisfies(choice -> {
            assertThat(choice.text()).startsWith("Choose tvm ");
            assertThat(choice.evidence()).startsWith("Per inference, gross, with what the device draws when idle: ");
        });
    }

    @Test
    void of_givenGrossByOtherMethods_refuses() {
        for (int i = 0; i < 3; i++) {
            run("tvm", energy(EnergyMethod.ALONE, 0.050, null));
            run("autotvm", turns(0.060, 0.01));
        }

        assertThat(advice()).singleElement().satisfies(choice -> {
            assertThat(choice.refused()).isTrue();
            assertThat(choice.evidence()).contains("gross is not comparable");
        });
    }

    @Test
    void of_givenOnlyNetOfOneAndOnlyGrossOfTheOther_refuses() {
        for (int i = 0; i < 3; i++) {
            run("tvm", energy(EnergyMethod.REGRESSION, null, 0.02));
            run("autotvm", turns(0.060, null));
        }

        assertThat(advice()).singleElement().satisfies(choice -> {
            assertThat(choice.refused()).isTrue();
            assertThat(choice.evidence()).isEqualTo("Of some runs only net of idle is known, of others only gross.");
        });
    }

    @Test
    void of_givenIntervalsOfARegressionThatReachIntoEachOther_refuses() {
        for (int i = 0; i < 3; i++) {
            EnergyRecord wide = energy(EnergyMethod.REGRESSION, null, 0.010);
            wide.setNetLow(0.004);
            wide.setNetHigh(0.021);
            run("tvm", turns(0.050, 0.020));
            run("autotvm", wide);
        }

        assertThat(advice()).singleElement().satisfies(choice -> {
            assertThat(choice.refused()).isTrue();
            assertThat(choice.text())
                    .isEqualTo("Which compiler takes the least energy cannot be said, cls.onnx on host-1.");
            assertThat(choice.evidence())
                    .contains("autotvm 4.00 mJ to 21.0 mJ (3 runs)")
                    .endsWith(" They overlap.");
        });
    }

    @Test
    void of_givenRunsThatNothingCanBePutDownTo_leavesTheirCompilerOutWithTheReason() {
        EnergyRecord none = energy(EnergyMethod.NONE, null, null);
        none.setReason("not attributable: another process computes on the GPU");
        for (int i = 0; i < 3; i++) {
            run("tvm", turns(0.050, 0.020));
            run("autotvm", turns(0.060, 0.010));
            run("onnxruntime", i == 2 ? none : turns(0.010, 0.001));
        }

        assertThat(advice())
                .extracting(Recommendation::text)
                .containsExactly(
                        "Choose autotvm for cls.onnx on host-1 where energy matters.",
                        "The energy of onnxruntime cannot be compared, cls.onnx on host-1.");
        assertThat(advice().get(1).evidence())
                .isEqualTo(
                        "Not every run has a figure. onnxruntime: not attributable: another process computes on the GPU.");
    }

    @Test
    void of_givenFewRunsAndSensorsInDoubt_refusesAndSaysBoth() {
        EnergyRecord doubtful = turns(0.060, 0.010);
        doubtful.setDoubt("energy counter and power sensor differ by 8 %");
        run("tvm", turns(0.050, 0.020));
        run("autotvm", doubtful);

        assertThat(advice()).singleElement().satisfies(choice -> {
            assertThat(choice.refused()).isTrue();
            assertThat(choice.evidence()).contains("It takes 3 runs of each.").contains("differ by up to 8.00 %");
        });
    }

    @Test
    void of_givenNoSensor_refusesOnce() {
        run("tvm", null);
        run("autotvm", null);

        assertThat(advice())
                .singleElement()
                .satisfies(choice -> assertThat(choice.evidence()).isEqualTo("The device offers no energy reading."));
    }
}
