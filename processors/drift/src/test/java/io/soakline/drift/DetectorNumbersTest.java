package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Numeric parts against SciPy 1.17.1 and NumPy 2.4.6 (Python 3), and against their definitions. */
class DetectorNumbersTest {

    @Test
    void inflation_isTheUpperLimitOfAStandardDeviation() {
        // numpy.sqrt(nu / scipy.stats.chi2.ppf(.05, nu)); Wilson and Hilferty's approximation is meant to be 1 % off.
        assertThat(NoiseEstimator.inflation(10)).isCloseTo(1.593071995539451, within(0.016));
        assertThat(NoiseEstimator.inflation(64)).isCloseTo(1.171981538704711, within(0.002));
        assertThat(NoiseEstimator.inflation(98)).isCloseTo(1.1343282705447921, within(0.002));
        assertThat(NoiseEstimator.inflation(358)).isCloseTo(1.0658129246581483, within(0.001));
    }

    @Test
    void power_isThatOfTheDiscreteFourierTransform() {
        double[] series = new double[PeriodSearch.WINDOW];
        for (int i = 0; i < series.length; i++) {
            series[i] = i * 7919 % 1000 / 1000.0;
        }
        double[] power = Fourier.power(series);

        // numpy.abs(numpy.fft.fft(x)) ** 2
        assertThat(power[1]).isCloseTo(2.8446558440636927, within(1e-9));
        assertThat(power[7]).isCloseTo(0.7069681308213065, within(1e-9));
        assertThat(power[59]).isCloseTo(183.09677977105497, within(1e-8));
        assertThat(power[60]).isCloseTo(25.58559999999999, within(1e-9));
        assertThat(power[120]).isCloseTo(2.0752000000000055, within(1e-9));
        assertThat(power[179]).isCloseTo(2.0383600677288083, within(1e-9));
    }

    @Test
    void evidence_ofInnovations_isTheMeanOfFiveShiryaevRobertsDetectors() {
        EvidenceChart chart = new EvidenceChart();
        for (double z : new double[] {1.5, -0.5, 3.0, 9.0}) {
            chart.accept(z);
        }
        // NumPy: M = (1 + M) * exp(l * clip(z, -4, 4) - l ** 2 / 2), mean over l
        assertThat(chart.evidence()).isCloseTo(15102.905348393911, within(1e-6));

        chart.reset();
        assertThat(chart.evidence()).isZero();
    }

    @Test
    void evidence_ofCounts_isTheMeanOfFiveBinomialDetectors() {
        ExceedanceChart chart = new ExceedanceChart();
        chart.configure(0.01, 1.7);
        for (int above : new int[] {12, 9, 25}) {
            chart.accept(above, 1000 - above, 4.6);
        }
        // NumPy: l = minimum(4.6, (k ln(p1/p) + (1000 - k) ln((1 - p1)/(1 - p))) / 1.7), M = (1 + M) exp(l)
        assertThat(chart.evidence()).isCloseTo(26.717806225829, within(1e-9));
    }

    @Test
    void evidence_whileNothingChanges_growsNoFasterThanTime() {
        // The property that the false-alarm rate rests on: E[M_t] <= t.
        SplittableRandom random = new SplittableRandom(42);
        int repetitions = 4000;
        double sum = 0;
        for (int r = 0; r < repetitions; r++) {
            EvidenceChart chart = new EvidenceChart();
            for (int t = 0; t < 20; t++) {
                chart.accept(random.nextGaussian());
            }
            sum += Math.min(chart.evidence(), 1000);
        }
        assertThat(sum / repetitions).isLessThan(20);
    }

    @Test
    void estimate_givenWobble_findsItsMemoryAndSizes() {
        SplittableRandom random = new SplittableRandom(5);
        int size = 20_000;
        double[] series = new double[size];
        double[] ones = new double[size];
        double state = 0;
        for (int i = 0; i < size; i++) {
            state = 0.8 * state + 0.6 * random.nextGaussian();
            series[i] = 3 + state;
            ones[i] = 1;
        }
        Noise noise = NoiseEstimator.estimate(series, ones, size, new NoiseEstimator.Prior(0, 1, 0), 0.1);

        assertThat(noise.centre()).isCloseTo(3, within(0.05));
        assertThat(noise.phi()).isCloseTo(0.8, within(0.02));
        assertThat(noise.sigma()).as("at its upper limit").isBetween(0.6, 0.63);
        assertThat(noise.levelSigma()).isCloseTo(1, within(0.06));
        assertThat(noise.margin()).isZero();
        assertThat(noise.shocks()).isZero();
    }

    @Test
    void estimate_givenShocksThatFade_countsThem() {
        SplittableRandom random = new SplittableRandom(6);
        double[] series = new double[360];
        double[] ones = new double[360];
        double state = 0;
        for (int i = 0; i < series.length; i++) {
            state = 0.9 * state + 0.1 * random.nextGaussian() + (i % 90 == 50 ? 2 : 0);
            series[i] = state;
            ones[i] = 1;
        }
        Noise noise = NoiseEstimator.estimate(series, ones, 360, new NoiseEstimator.Prior(0, 1, 0), 0.1);

        assertThat(noise.shocks()).isBetween(4, 6);
    }

    @Test
    void estimate_givenEqualValues_hasTheLeastSigma() {
        double[] same = new double[50];
        double[] ones = new double[50];
        java.util.Arrays.fill(same, 7);
        java.util.Arrays.fill(ones, 1);

        Noise noise = NoiseEstimator.estimate(same, ones, 50, new NoiseEstimator.Prior(0, 1, 0.001), 0.01);

        assertThat(noise.centre()).isEqualTo(7);
        assertThat(noise.sigma()).isEqualTo(0.001);
        assertThat(noise.phi()).isBetween(0.0, NoiseEstimator.MOST_MEMORY);
    }

    @Test
    void ratioFor_fallsBetweenTheSimulatedChances() {
        assertThat(PeriodSearch.ratioFor(1.89e-3)).isCloseTo(18, within(1e-9));
        assertThat(PeriodSearch.ratioFor(5e-4)).isBetween(18.0, 22.0);
        assertThat(PeriodSearch.ratioFor(1e-12)).isGreaterThan(60);
        assertThat(PeriodSearch.ratioFor(0.9)).isEqualTo(10);
    }

    @Test
    void dispersion_ofRefiner_growsWithMemoryAndNeverFalls() {
        SplittableRandom random = new SplittableRandom(8);
        DispersionRefiner refiner = new DispersionRefiner(new double[] {1, 500});
        double state = 0;
        int full = 0;
        for (int t = 0; t < 10 * DispersionRefiner.BLOCK; t++) {
            state = 0.9 * state + Math.sqrt(1 - 0.81) * random.nextGaussian();
            // A step between blocks is no dispersion.
            double step = t / DispersionRefiner.BLOCK * 10;
            full += refiner.accept(new double[] {step + 3 * state, state}) ? 1 : 0;
        }
        assertThat(full).isEqualTo(10);
        // Variance 9, times (1 + .9) / (1 - .9) = 19.
        assertThat(refiner.dispersion(0)).isBetween(120.0, 230.0);
        assertThat(refiner.dispersion(1)).isEqualTo(500);
    }

    @Test
    void share_isTheInverseOfExcess() {
        for (double above : new double[] {0, 3, 10, 400}) {
            double excess = PaneMeasures.excess(above, 1000, 0.01);
            assertThat(PaneMeasures.share(excess, 1000, 0.01)).isCloseTo(above / 1000, within(1e-12));
        }
        assertThat(PaneMeasures.relativeDistance(PaneMeasures.logSpread(0.1))).isCloseTo(0.1, within(1e-12));
    }
}
