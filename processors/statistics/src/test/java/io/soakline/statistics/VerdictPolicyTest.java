package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictPolicyTest {

    @Test
    void judge_givenTooFew_isInsufficientWithBothNumbers() {
        Verdict verdict = judge(pane(999), null);
        assertThat(verdict).isInstanceOf(Verdict.Insufficient.class);
        assertThat(verdict.reason()).contains("999").contains("1,000");
    }

    @Test
    void judge_givenEnough_isSteadyWithNumberAndBound() {
        Verdict verdict = judge(pane(1000), null);
        assertThat(verdict).isInstanceOf(Verdict.Steady.class);
        // 1 - 0.05^(1/999) = 0.0029942 (Python 3.11.7)
        assertThat(verdict.reason())
                .contains("1,000 inferences")
                .contains("999 repetitions")
                .contains("0.0030");
    }

    @Test
    void judge_givenDifferingOutput_isBrokenHoweverFew() {
        Pane pane = pane(3);
        pane.accept(3, 3, 0, 5, 0, 9, 9, 0);
        Verdict verdict = judge(pane, null);
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        assertThat(verdict.reason()).contains("1 of 3 repetitions");
    }

    @Test
    void judge_givenNonFiniteOutput_isBroken() {
        Pane pane = pane(1000);
        pane.mark(false, false, true);
        assertThat(judge(pane, null)).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void judge_givenMissingInferences_isBroken() {
        Pane pane = pane(1000);
        pane.acceptLoss(new Loss(1000, 0, 0, 5));
        Verdict verdict = judge(pane, null);
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        assertThat(verdict.reason()).contains("5 inferences are missing");
    }

    @Test
    void judge_givenFailedRun_isBrokenWithItsReason() {
        Verdict verdict = judge(pane(1000), "killed, signal 9");
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        assertThat(verdict.reason()).contains("killed, signal 9");
    }

    @Test
    void judge_givenDeadline_namesMissesAndBound() {
        Pane pane = Pane.empty(0, 10, 4L);
        for (int i = 0; i < 1000; i++) {
            pane.accept(i, i, 0, 5, i, 0, 0, 0);
        }
        Verdict verdict = judge(pane, null);
        assertThat(verdict.reason()).contains("1,000 deadline misses").contains("no input was seen twice");
    }

    private static Verdict judge(Pane pane, @Nullable String failure) {
        return VerdictPolicy.DEFAULT.judge(WindowStatistics.of(pane.summary()), failure);
    }

    private static Pane pane(int n) {
        Pane pane = Pane.empty(0, 10, null);
        for (int i = 0; i < n; i++) {
            pane.accept(i, i, 0, 5, 0, 1, 1, 0);
        }
        return pane;
    }
}
