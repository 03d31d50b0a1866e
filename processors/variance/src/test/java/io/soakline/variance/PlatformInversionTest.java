package io.soakline.variance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlatformInversionTest {
    private static final double[] FASTER = {5.2e6, 5.4e6, 5.1e6, 5.6e6, 5.3e6};
    private static final double[] SLOWER = {4.9e6, 5.0e6, 4.7e6, 4.8e6};

    private static final double RATIO = 1.0966295399556045;
    private static final double LOW = 1.0437907365323151;
    private static final double HIGH = 1.1521431507416036;
    private static final double P_VALUE = 0.0015505005912169183;

    @Test
    void test_isWelchsOnLogarithms() {
        PlatformInversion inversion = PlatformInversion.test(FASTER, SLOWER);

        // SciPy 1.17.1: r = stats.ttest_ind(log(faster), log(slower), equal_var=False, alternative=...);
        // exp(mean difference), exp(r.confidence_interval()) two-sided, p-value of alternative "greater".
        assertThat(inversion.ratio()).isCloseTo(RATIO, within(1e-9));
        assertThat(inversion.low()).isCloseTo(LOW, within(1e-9));
        assertThat(inversion.high()).isCloseTo(HIGH, within(1e-9));
        assertThat(inversion.pValue()).isCloseTo(P_VALUE, within(1e-9));
        assertThat(inversion.verdict()).isEqualTo(PlatformInversion.Verdict.INVERTED);
        assertThat(inversion.reason()).contains("over 5 and 4 runs");
    }

    @Test
    void test_turnedRound_isAsExpected() {
        PlatformInversion turned = PlatformInversion.test(SLOWER, FASTER);

        assertThat(turned.verdict()).isEqualTo(PlatformInversion.Verdict.AS_EXPECTED);
        assertThat(turned.ratio()).isCloseTo(1 / RATIO, within(1e-9));
        assertThat(turned.pValue()).isCloseTo(1 - P_VALUE, within(1e-9));
    }

    @Test
    void test_ofFewRuns_isRefused() {
        PlatformInversion few = PlatformInversion.test(new double[] {1, 2}, SLOWER);

        assertThat(few.verdict()).isEqualTo(PlatformInversion.Verdict.REFUSED);
        assertThat(few.reason()).isEqualTo("2 and 4 runs, but each device needs 3");
        assertThat(few.ratio()).isNaN();
    }

    @Test
    void test_ofEqualRuns_hasNoWidth() {
        double[] one = {2, 2, 2};

        assertThat(PlatformInversion.test(one, one).verdict()).isEqualTo(PlatformInversion.Verdict.UNDECIDED);
        assertThat(PlatformInversion.test(new double[] {3, 3, 3}, one).verdict())
                .isEqualTo(PlatformInversion.Verdict.INVERTED);
    }

    @Test
    void test_ofImpossibleLatency_saysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlatformInversion.test(new double[] {1, 0, 2}, SLOWER))
                .withMessageContaining("0.0 ns");
    }

    @Test
    void manyInferences_doNotMakeManyRuns() {
        Random random = new Random(6);
        List<Observation> observations = new ArrayList<>();
        for (String device : List.of("fast", "slow")) {
            for (int run = 0; run < 3; run++) {
                double level = 14 + 0.05 * random.nextGaussian();
                for (int i = 0; i < 5_000; i++) {
                    observations.add(
                            new Observation("b", "r" + run, device, "l", level + 0.01 * random.nextGaussian()));
                }
            }
        }
        PlatformInversion inversion = PlatformInversion.test(observations, "fast", "slow");

        assertThat(inversion.reason()).contains("over 3 and 3 runs");
        assertThat(Math.log(inversion.high() / inversion.low())).isGreaterThan(0.05);
    }

    @Test
    void severalBuilds_becomeTheReplicates() {
        List<Observation> observations = new ArrayList<>();
        for (String device : List.of("fast", "slow")) {
            for (int build = 0; build < 4; build++) {
                for (int run = 0; run < 5; run++) {
                    double value = 14 + 0.1 * build + 0.001 * run + (device.equals("fast") ? 0.01 : 0);
                    observations.add(new Observation(device + build, "r" + run, device, "l", value));
                }
            }
        }

        PlatformInversion inversion = PlatformInversion.test(observations, "fast", "slow");
        assertThat(inversion.reason()).contains("over 4 and 4 builds");
        assertThat(inversion.verdict()).isEqualTo(PlatformInversion.Verdict.UNDECIDED);
    }

    @Test
    void interval_holdsTheTruthAsOftenAsItSays() {
        Random random = new Random(12);
        int samples = 4_000;
        int held = 0;
        int alarms = 0;
        for (int i = 0; i < samples; i++) {
            PlatformInversion inversion = PlatformInversion.test(runs(5, 0.02, random), runs(4, 0.05, random));
            held += inversion.low() <= 1 && 1 <= inversion.high() ? 1 : 0;
            alarms += inversion.verdict() == PlatformInversion.Verdict.INVERTED ? 1 : 0;
        }

        assertThat((double) held / samples).isBetween(0.93, 0.97);
        assertThat((double) alarms / samples).isBetween(0.01, 0.04);
    }

    private static double[] runs(int count, double sd, Random random) {
        double[] runs = new double[count];
        for (int i = 0; i < count; i++) {
            runs[i] = 5e6 * Math.exp(sd * random.nextGaussian());
        }
        return runs;
    }
}
