package io.soakline.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.backtest.ChangePoint.Kind;
import io.soakline.backtest.Segmentation.Change;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentationTest {

    private static final int SERIES = 150;

    @ParameterizedTest
    @ValueSource(strings = {"spread x 5", "spread / 5", "lognormal spread x 5", "level + 2 deviations"})
    void of_givenOneChange_findsItWithinTenRowsInNineOfTen(String kind) {
        Function<Random, double[]> made =
                Objects.requireNonNull(SyntheticSeries.ofChange().get(kind));
        Random random = new Random(20);
        int hits = 0;
        int others = 0;
        for (int k = 0; k < SERIES; k++) {
            SegmentationFigures.Score score = SegmentationFigures.score(made.apply(random));
            hits += score.hit() ? 1 : 0;
            others += score.others();
        }

        assertThat(hits).isGreaterThanOrEqualTo((int) (0.9 * SERIES));
        assertThat(others).isLessThanOrEqualTo((int) (0.1 * SERIES));
    }

    @Test
    void of_givenNothing_findsFewerThanOneIn20() {
        SyntheticSeries.ofNothing()
                .forEach((name, made) -> assertThat(SegmentationFigures.falsePoints(made, SERIES, 21))
                        .as(name)
                        .isLessThanOrEqualTo(0.05));
    }

    @Test
    void of_givenNoiseThatRemembersALittle_findsFewerThanOneInTen() {
        for (String name : List.of("AR(1) 0.3", "AR(1) 0.5", "season of 12")) {
            Function<Random, double[]> made =
                    Objects.requireNonNull(SyntheticSeries.ofWobble().get(name));
            assertThat(SegmentationFigures.falsePoints(made, SERIES, 22))
                    .as(name)
                    .isLessThanOrEqualTo(0.1);
        }
    }

    @Test
    void of_givenStepsInLevel_datesEachToTheRowAndSaysTheLevels() {
        Random random = new Random(4);
        double[] values = new double[300];
        Arrays.setAll(values, i -> (i < 90 ? 10 : i < 200 ? 14 : 11) + 0.3 * random.nextGaussian());

        List<Change> changes = Segmentation.of(values);

        assertThat(changes).extracting(Change::row).containsExactly(90, 200);
        assertThat(changes).extracting(Change::kind).containsOnly(Kind.LEVEL);
        assertThat(changes.get(0).before()).isBetween(9.8, 10.2);
        assertThat(changes.get(0).after()).isBetween(13.8, 14.2);
        assertThat(changes.get(1).deviations()).isBetween(-13.0, -8.0);
        assertThat(changes).allMatch(change -> change.gain() > change.price());
    }

    @Test
    void of_givenAKinkInATrend_cutsOnceNearIt() {
        Random random = new Random(5);
        double[] values = new double[200];
        Arrays.setAll(values, i -> (i < 120 ? 0.1 * i : 12 - 0.2 * (i - 120)) + 0.3 * random.nextGaussian());

        List<Change> changes = Segmentation.of(values);

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).row()).isBetween(112, 128);
    }

    @Test
    void of_givenSingleOutliersHoweverWild_findsNothing() {
        Random random = new Random(6);
        double[] values = new double[200];
        Arrays.setAll(values, i -> 1 + 0.05 * random.nextGaussian());
        values[20] = 1e6;
        values[90] = -1e9;
        values[150] = 1e12;

        assertThat(Segmentation.of(values)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7})
    void of_givenTooFew_findsNothing(int rows) {
        double[] values = new double[rows];
        Arrays.setAll(values, i -> i * i);

        assertThat(Segmentation.of(values)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -3.7e300, 1e-310, 123456789.123})
    void of_givenAllEqual_findsNothing(double value) {
        double[] values = new double[100];
        Arrays.fill(values, value);

        assertThat(Segmentation.of(values)).isEmpty();
    }

    @Test
    void of_givenOneStepWithoutAnyNoise_findsTheStep() {
        double[] values = new double[100];
        Arrays.fill(values, 40, 100, 1e-3);

        assertThat(Segmentation.of(values)).extracting(Change::row).containsExactly(40);
    }

    @Test
    void of_givenAnotherUnit_findsTheSameRows() {
        for (int seed = 0; seed < 50; seed++) {
            double[] values = Objects.requireNonNull(SyntheticSeries.ofChange().get("spread x 5"))
                    .apply(new Random(seed));
            double[] scaled = Arrays.stream(values).map(v -> 3e7 + 4096 * v).toArray();

            assertThat(Segmentation.of(scaled))
                    .as("seed %d", seed)
                    .extracting(Change::row)
                    .isEqualTo(Segmentation.of(values).stream().map(Change::row).toList());
        }
    }

    @Test
    void of_givenExtremes_doesNotThrow() {
        double[] values = new double[64];
        Arrays.setAll(values, i -> i % 3 == 0 ? Double.MAX_VALUE : i % 3 == 1 ? -Double.MAX_VALUE : Double.MIN_VALUE);

        assertThat(Segmentation.of(values)).allMatch(change -> change.row() > 0 && change.row() < 64);
    }

    @Test
    void of_givenTheSameTwice_answersTheSame() {
        double[] values = Objects.requireNonNull(SyntheticSeries.ofChange().get("spread x 3"))
                .apply(new Random(8));

        assertThat(Segmentation.of(values)).isEqualTo(Segmentation.of(values.clone()));
    }
}
