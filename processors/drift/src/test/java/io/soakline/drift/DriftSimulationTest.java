package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.drift.DriftSimulation.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Small seeded parts of {@link DriftSimulation} and {@link BlindSpot}; RATIONALE.md has the figures of the whole. */
class DriftSimulationTest {

    @Test
    void falseAlarms_inThreeNoiseRegimes_areFewerThanOneInTwoWeeks() {
        int alarms = 0;
        for (Stream.Regime regime : DriftSimulation.REGIMES.subList(0, 3)) {
            // 40,000 panes are two thirds of a week.
            DriftSimulation.FalseAlarms found =
                    DriftSimulation.falseAlarms(regime, DriftSettings.DEFAULT, 2, 20_000, 99);
            alarms += count(found);
        }
        assertThat(alarms).isLessThanOrEqualTo(1);
    }

    @Test
    void falseAlarms_whileLearning_areWithinTheBudget() {
        int alarms = 0;
        for (Stream.Regime regime : DriftSimulation.REGIMES.subList(0, 3)) {
            // 60 hours are a third of a week.
            alarms += count(DriftSimulation.falseAlarms(regime, DriftSettings.DEFAULT, 60, 0, 98));
        }
        assertThat(alarms).isLessThanOrEqualTo(1);
    }

    private static int count(DriftSimulation.FalseAlarms found) {
        return found.byFeature().values().stream().mapToInt(Integer::intValue).sum();
    }

    @ParameterizedTest
    @CsvSource({
        "0, MEDIAN_5, 3",
        "1, MEDIAN_5, 9",
        "2, MEDIAN_5, 7",
        "0, MEDIAN_2, 4",
        "0, TAIL_SHARE, 8",
        "1, TAIL_SHARE, 7",
        "2, TAIL_SHARE, 7",
        "1, TAIL_LENGTH, 7",
        "1, SIGMA, 3",
        "2, SIGMA, 3"
    })
    void medianDelay_isAtMostAFifthLongerThanThatOfTheFirstStudy(int regime, Scenario scenario, int limit) {
        int[] delays =
                DriftSimulation.delays(DriftSimulation.REGIMES.get(regime), DriftSettings.DEFAULT, scenario, 11, 97);

        assertThat(DriftSimulation.median(delays)).isLessThanOrEqualTo(limit);
    }

    @ParameterizedTest
    @EnumSource(BlindSpot.Change.class)
    void blindSpots_ofMeanBasedTools_areSeen(BlindSpot.Change change) {
        for (int reference : new int[] {66, 100}) {
            BlindSpot.Outcome outcome =
                    BlindSpot.run(change, DriftSettings.DEFAULT.withReferencePanes(reference), 30, 96);

            assertThat(outcome.falseAlarmsPerSeries()).isZero();
            assertThat(outcome.foundSoon()).isEqualTo(change == BlindSpot.Change.NOTHING ? 0 : 1);
        }
    }

    @Test
    void falseAlarms_givenPanesOfManySizes_areBelowOneAWeek() {
        Stream.Regime regime = new Stream.Regime("n 100 to 1000", 0.7, 0.007, 0, 0, 100, 1000, 0);

        assertThat(DriftSimulation.falseAlarms(regime, DriftSettings.DEFAULT, 1, 20_000, 95)
                        .perWeek())
                .isLessThan(1);
    }
}
