package io.soakline.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {

    private static final int BEFORE = 60;
    private static final int SINCE = 6;

    private final Random random = new Random(20261128);

    private double[] panes(int n, double level) {
        double[] panes = new double[n];
        for (int i = 0; i < n; i++) {
            panes[i] = level * (1 + 0.01 * random.nextGaussian());
        }
        return panes;
    }

    private Control control(String name, double change) {
        return new Control(name, "p99", panes(BEFORE, 1e6), panes(SINCE, 1e6 * change));
    }

    @Test
    void pValue_isThatOfAnIndependentImplementation() {
        double[] before = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        Control control = new Control("e", "p50", before, new double[] {8.5, 9.5, 10.5});
        // C(13, 3) = 286 ways; U = 8 + 9 + 10 = 27 of 30: U >= 27 in 1 + 1 + 2 + 3 = 7 of them.
        assertThat(control.pValue(true)).isCloseTo(7 / 286.0, within(1e-12));
        assertThat(control.ratio()).isEqualTo(9.5 / 5.5);
    }

    @Test
    void shared_givenHalfOrMoreSlower_namesThemWithFigures() {
        List<Control> controls = List.of(control("b", 1.05), control("a", 1.08), control("c", 1.0));
        assertThat(new Controls(controls, true).shared())
                .hasValueSatisfying(
                        words -> assertThat(words)
                                .matches(
                                        "2 of the 3 other engines changed with it: p99 of a \\+[78][0-9.]* %, p99 of b \\+[45][0-9.]* %"));
        assertThat(new Controls(controls, false).shared()).isEmpty();
    }

    @Test
    void shared_givenFaster_isFoundInThatDirectionOnly() {
        List<Control> controls = List.of(control("a", 0.9), control("b", 0.95));
        assertThat(new Controls(controls, false).shared()).isPresent();
        assertThat(new Controls(controls, true).shared()).isEmpty();
    }

    @Test
    void shared_givenNoOthersOrTooFewPanes_saysNothing() {
        assertThat(new Controls(List.of(), true).shared()).isEmpty();
        Control young = new Control("a", "p99", panes(9, 1), panes(6, 2));
        Control brief = new Control("b", "p99", panes(60, 1), panes(1, 2));
        assertThat(new Controls(List.of(young, brief), true).shared()).isEmpty();
    }

    @Test
    void shared_givenChangesTooSmallToMatter_saysNothing() {
        List<Control> controls =
                List.of(new Control("a", "p99", panes(BEFORE, 1), new double[] {1.004, 1.004, 1.004, 1.004, 1.004}));
        assertThat(new Controls(controls, true).shared()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void shared_givenOthersThatDidNotChange_isNamedInOnePercentAtMost(int others) {
        int named = 0;
        int repetitions = 2_000;
        for (int i = 0; i < repetitions; i++) {
            List<Control> controls = new ArrayList<>();
            for (int k = 0; k < others; k++) {
                controls.add(control("e" + k, 1));
            }
            named += new Controls(controls, true).shared().isPresent() ? 1 : 0;
        }
        // Binomial(2000, 0.01) exceeds 34 in 0.1 %.
        assertThat(named).isLessThanOrEqualTo(34);
    }

    @Test
    void explain_givenAllEnginesSlower_doesNotBlameTheEngine() {
        Surroundings quiet = new Surroundings(new QuietLevels());
        Span span = Span.of("r", 1_000_000_000L, 61_000_000_000L, true);
        assertThat(new Attribution().explain(span, quiet).cause()).isEqualTo(Cause.UNKNOWN);
        Finding finding =
                new Attribution().explain(span.withControls(List.of(control("a", 1.1), control("b", 1.2))), quiet);
        assertThat(finding.cause()).isEqualTo(Cause.SHARED);
        assertThat(finding.evidence()).contains("2 of the 2 other engines").contains("p99 of a +");
    }
}
