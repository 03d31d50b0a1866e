package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatabilityTest {

    @Test
    void of_givenNothing_saysNothing() {
        Repeatability none = Repeatability.of(List.of());
        assertThat(none.bitwiseRate()).isNull();
        assertThat(none.mismatchRateUpper95()).isNull();
        assertThat(none.isBroken()).isFalse();
    }

    @Test
    void of_givenEachInputOnce_hasNoTrials() {
        Repeatability once = Repeatability.of(outputs(new int[][] {{0, 1}, {1, 1}}));
        assertThat(once.inputs()).isEqualTo(2);
        assertThat(once.trials()).isZero();
        assertThat(once.bitwiseRate()).isNull();
        assertThat(once.mismatchRateUpper95()).isNull();
    }

    @Test
    void of_givenRepeatableOutputs_boundsTheMismatchRate() {
        Repeatability repeatable = Repeatability.of(outputs(new int[][] {{0, 6}, {1, 6}}));
        assertThat(repeatable.bitwiseRate()).isEqualTo(1.0);
        assertThat(repeatable.trials()).isEqualTo(10);
        assertThat(repeatable.distinctOutputs()).isEqualTo(2);
        // 1 - 0.05^(1/10): mpmath 1.3.0
        assertThat(repeatable.mismatchRateUpper95()).isCloseTo(0.2588655508930522, within(1e-15));
        assertThat(repeatable.isBroken()).isFalse();
    }

    @Test
    void of_givenOneDifferingOutput_isBrokenWithTheShareOfTheOthers() {
        Repeatability broken = Repeatability.of(outputs(new int[][] {{0, 9, 1}, {1, 1}}));
        assertThat(broken.isBroken()).isTrue();
        assertThat(broken.trials()).isEqualTo(9);
        assertThat(broken.mismatches()).isEqualTo(1);
        assertThat(broken.bitwiseRate()).isEqualTo(0.9);
        assertThat(broken.distinctOutputs()).isEqualTo(3);
    }

    @Test
    void of_givenUncountedOutputs_takesThemForDiffering() {
        OutputCounts.Input input = new OutputCounts.Input(0, List.of(count(1, 6)), 4);
        Repeatability broken = Repeatability.of(List.of(input));
        assertThat(broken.bitwiseRate()).isEqualTo(0.6);
        assertThat(broken.mismatches()).isEqualTo(4);
    }

    /** Rows: input index, then the count of each distinct output. */
    private static List<OutputCounts.Input> outputs(int[][] rows) {
        OutputCounts counts = OutputCounts.empty();
        for (int[] row : rows) {
            for (int i = 1; i < row.length; i++) {
                for (int n = 0; n < row[i]; n++) {
                    counts.accept(row[0], i, i);
                }
            }
        }
        return counts.inputs();
    }

    private static OutputCounts.Count count(long digest, long n) {
        return new OutputCounts.Count(new OutputDigest(digest, digest), n);
    }
}
