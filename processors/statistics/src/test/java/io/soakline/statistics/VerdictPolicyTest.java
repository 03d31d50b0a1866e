package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    // Drift

    @Test
    void judge_givenDriftReasons_isDriftedWithThem() {
        WindowStatistics window = WindowStatistics.of(pane(10).summary());
        Verdict verdict = VerdictPolicy.DEFAULT.judge(window, null, List.of("p50 rose by 5 %", "tail grew"));
        assertThat(verdict).isEqualTo(new Verdict.Drifted("p50 rose by 5 %; tail grew"));
        assertThat(VerdictPolicy.DEFAULT.judge(window, null, List.of())).isInstanceOf(Verdict.Insufficient.class);
        assertThat(VerdictPolicy.DEFAULT.judge(window, "killed", List.of("p50 rose by 5 %")))
                .isInstanceOf(Verdict.Broken.class);
    }

    // Budgets

    @ParameterizedTest
    @CsvSource({
        // none of 2,994 bounds the rate by 0.001000078, of 2,995 by 0.000999744; 15 of 10,000 from below by 0.000925,
        // 16 by 0.001004 (SciPy 1.17.1, stats.beta.ppf)
        "2994, 0,  Insufficient",
        "2995, 0,  Steady",
        "10000, 5,  Insufficient",
        "10000, 10, Insufficient",
        "10000, 15, Insufficient",
        "10000, 16, Broken",
        "2, 2, Broken"
    })
    void judge_givenMissBudget_goesByTheBounds(int n, int misses, String expected) {
        VerdictPolicy policy = new VerdictPolicy(1_000, 0.001, null, true, true);
        Pane pane = Pane.empty(0, 10, 10L);
        for (int i = 0; i < n; i++) {
            pane.accept(i, i, 0, i < misses ? 20 : 5, 0, 1, 1, 0);
        }
        Verdict verdict = policy.judge(WindowStatistics.of(pane.summary()), null);
        assertThat(verdict.getClass().getSimpleName()).as(verdict.reason()).isEqualTo(expected);
        assertThat(verdict.reason()).contains("deadline");
    }

    @Test
    void judge_givenMissBudgetWithoutDeadline_saysThatThereIsNone() {
        VerdictPolicy policy = new VerdictPolicy(0, 0.001, null, true, true);
        assertThat(policy.judge(WindowStatistics.of(pane(100).summary()), null).reason())
                .contains("no deadline");
    }

    @ParameterizedTest
    @CsvSource({"367, 4000000, Insufficient", "1000, 4000000, Steady", "1000, 1000, Broken"})
    void judge_givenP99Budget_goesByTheInterval(int n, long budget, String expected) {
        VerdictPolicy policy = new VerdictPolicy(100, null, budget, true, true);
        Pane pane = Pane.empty(0, 10, null);
        for (int i = 0; i < n; i++) {
            pane.accept(i, i, 0, 2_000_000 + i, 0, 1, 1, 0);
        }
        Verdict verdict = policy.judge(WindowStatistics.of(pane.summary()), null);
        assertThat(verdict.getClass().getSimpleName()).as(verdict.reason()).isEqualTo(expected);
    }

    @Test
    void judge_givenP99BudgetWithinItsInterval_isInsufficient() {
        Pane pane = Pane.empty(0, 10, null);
        for (int i = 0; i < 1_000; i++) {
            pane.accept(i, i, 0, i < 990 ? 1_000_000 : 3_000_000, 0, 1, 1, 0);
        }
        Verdict verdict =
                new VerdictPolicy(100, null, 2_000_000L, true, true).judge(WindowStatistics.of(pane.summary()), null);
        assertThat(verdict).isInstanceOf(Verdict.Insufficient.class);
        assertThat(verdict.reason()).contains("does not tell");
    }

    @Test
    void judge_givenPolicyThatAllows_mentionsDifferingAndNonFiniteOutputs() {
        Pane pane = pane(1_000);
        pane.accept(1_000, 0, 0, 5, 0, 9, 9, 0);
        pane.mark(false, false, true);
        WindowStatistics window = WindowStatistics.of(pane.summary());
        Verdict verdict = new VerdictPolicy(1_000, null, null, false, false).judge(window, null);
        assertThat(verdict).isInstanceOf(Verdict.Steady.class);
        assertThat(verdict.reason()).contains("1 of 1,000 repetitions").contains("1 outputs hold a NaN");
        assertThat(VerdictPolicy.DEFAULT.judge(window, null)).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void policy_givenBudgetOutOfRange_isRefused() {
        assertThatThrownBy(() -> new VerdictPolicy(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VerdictPolicy(1, 1.5, null, true, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VerdictPolicy(1, Double.NaN, null, true, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VerdictPolicy(1, null, 0L, true, true))
                .isInstanceOf(IllegalArgumentException.class);
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
