package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.statistics.Pane;
import org.junit.jupiter.api.Test;

class DisturbanceTest {

    private static final double NOTHING = Double.NaN;

    private final Disturbance disturbance = new Disturbance();
    private long at;

    private boolean pane(double waitPercent, double hostStealPercent, double ownStealPercent) {
        Pane pane = Pane.empty(at, at + 10, null);
        pane.acceptDevice("runQueueWaitPercent", "engine", false, at, waitPercent);
        pane.acceptDevice("runQueueWaitPercent", "cpu", false, at, 99);
        pane.acceptDevice("cpuStealPercent", "cpu", false, at, hostStealPercent);
        pane.acceptDevice("cpuStealPercent", "engine", false, at, ownStealPercent);
        at += 10;
        return disturbance.accept(pane.summary()).disturbed();
    }

    private boolean waiting(double percent) {
        return pane(percent, NOTHING, NOTHING);
    }

    @Test
    void accept_givenNothingMeasured_isNot() {
        assertThat(pane(NOTHING, NOTHING, NOTHING)).isFalse();
    }

    @Test
    void accept_givenWaitFarAboveQuietPanes_is() {
        for (int i = 0; i < 10; i++) {
            assertThat(waiting(1)).isFalse();
        }
        assertThat(waiting(9.9)).as("far above, and little").isFalse();
        assertThat(waiting(50)).isTrue();
        assertThat(waiting(1)).isFalse();
    }

    @Test
    void accept_givenStealTimeOfTheHost_isWhereTheEnginesOwnCoreIsNotMeasured() {
        for (int i = 0; i < 10; i++) {
            assertThat(pane(0, 1, NOTHING)).isFalse();
        }
        assertThat(pane(0, 40, NOTHING)).isTrue();
        assertThat(pane(0, 40, 0.5)).as("another core was stolen").isFalse();
        assertThat(pane(0, 0, 40)).isTrue();
    }

    @Test
    void accept_givenMachineThatIsAlwaysBusy_takesItForQuiet() {
        int disturbed = 0;
        for (int i = 0; i < 100; i++) {
            disturbed += waiting(20 + i % 5) ? 1 : 0;
        }
        assertThat(disturbed).as("until it is known how quiet it can be").isEqualTo(30);
        assertThat(waiting(110)).isTrue();
    }

    @Test
    void accept_givenBeginningUnderLoad_isUntilThenAndKnowsTheQuietAfterwards() {
        for (int i = 0; i < 25; i++) {
            assertThat(waiting(60)).isTrue();
        }
        for (int i = 0; i < 15; i++) {
            assertThat(waiting(0.5)).isFalse();
        }
        assertThat(waiting(60)).isTrue();
    }
}
