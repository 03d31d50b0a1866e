package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorrectOnTimeTest {

    /** The label is the digest's lower half; digest 9 is not known. */
    private static final AnswerLabels ANSWERS = (input, digest) -> digest.low() == 9 ? null : (int) digest.low();

    private final OutputCounts counts = OutputCounts.empty();

    private void add(int input, long digest, int onTime, int late) {
        for (int i = 0; i < onTime + late; i++) {
            counts.accept(input, 0, digest, i < onTime);
        }
    }

    private @Nullable CorrectOnTime of(Integer... labels) {
        return CorrectOnTime.of(counts.inputs(), List.of(labels), ANSWERS);
    }

    private CorrectOnTime known(Integer... labels) {
        return Objects.requireNonNull(of(labels));
    }

    @Test
    void of_givenNothing_isUnknown() {
        assertThat(of(1, 2)).isNull();
    }

    @Test
    void of_givenRightAndWrongInTimeAndLate_countsOnlyWhatIsBoth() {
        add(0, 1, 5, 1);
        add(0, 2, 1, 0);
        add(1, 2, 3, 0);
        CorrectOnTime figures = known(1, 2);
        assertThat(figures.trials()).isEqualTo(10);
        assertThat(figures.correctOnTime()).isEqualTo(8);
        assertThat(figures.rate()).isEqualTo(0.8);
        // SciPy 1.17.1: scipy.stats.beta.ppf(0.05, 8, 3)
        assertThat(figures.rateLower95()).isCloseTo(0.4930986989367976, within(1e-14));
    }

    @Test
    void of_givenAllRightAndInTime_isBoundedByTheirNumber() {
        add(0, 1, 1000, 0);
        assertThat(known(1).rate()).isEqualTo(1);
        assertThat(known(1).rateLower95()).isCloseTo(Math.pow(0.05, 1e-3), within(1e-15));
    }

    @Test
    void of_givenInputsWithoutLabelAndUnknownAnswers_leavesThemOut() {
        add(0, 1, 2, 0);
        add(0, 9, 7, 0);
        add(1, 1, 7, 0);
        add(2, 1, 7, 0);
        assertThat(known(1, -1).trials()).isEqualTo(2);
        assertThat(of()).isNull();
        assertThat(of(-1, -1, -1)).isNull();
    }

    @Test
    void of_givenNoDeadline_isUnknown() {
        add(0, 1, 5, 0);
        counts.accept(1, 0, 2);
        assertThat(of(1)).as("of the labelled input all is known").isNotNull();
        assertThat(of(1, 2)).isNull();
    }

    @Test
    void of_givenOnlyUnknownAnswers_isUnknown() {
        add(0, 9, 5, 0);
        assertThat(of(1)).isNull();
    }
}
