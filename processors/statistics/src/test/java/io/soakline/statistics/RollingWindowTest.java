package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RollingWindowTest {

    private final RollingWindow window = new RollingWindow(60);

    @Test
    void summary_givenNoPane_isNull() {
        assertThat(window.summary()).isNull();
    }

    @Test
    void roll_givenMorePanesThanFit_holdsTheNewest() {
        for (int i = 0; i < 20; i++) {
            window.accept(pane(10L * i, i));
        }
        PaneSummary summary = summary();
        assertThat(summary.panes()).isEqualTo(6);
        assertThat(summary.startNanos()).isEqualTo(140);
        assertThat(summary.endNanos()).isEqualTo(200);
        assertThat(summary.latency().min()).isEqualTo(14);
        assertThat(summary.latency().max()).isEqualTo(19);
    }

    @Test
    void roll_givenGapShorterThanWindow_holdsWhatLiesWithin() {
        window.accept(pane(0, 1));
        window.accept(pane(40, 2));
        assertThat(summary().panes()).isEqualTo(2);
        window.accept(pane(60, 3));
        assertThat(summary().panes()).isEqualTo(2);
        assertThat(summary().startNanos()).isEqualTo(40);
    }

    @Test
    void roll_givenGapLongerThanWindow_holdsOnlyTheNewest() {
        window.accept(pane(0, 1));
        window.accept(pane(1000, 2));
        assertThat(summary().panes()).isEqualTo(1);
        assertThat(summary().startNanos()).isEqualTo(1000);
    }

    @Test
    void roll_givenPartsOfOnePane_combinesThem() {
        RollingWindow single = new RollingWindow(10);
        single.accept(pane(0, 1));
        single.accept(pane(10, 2));
        single.accept(pane(10, 3));
        assertThat(Objects.requireNonNull(single.summary()).measured()).isEqualTo(2);
    }

    @Test
    void roll_givenClockSetBack_beginsAnew() {
        window.accept(pane(500, 1));
        window.accept(pane(510, 2));
        window.accept(pane(100, 3));
        assertThat(summary().panes()).isEqualTo(1);
        assertThat(summary().startNanos()).isEqualTo(100);
    }

    @Test
    void summary_givenLongHistory_equalsThePanesCombinedAfresh() {
        List<PaneSummary> last = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            // Now and then a stall: what subtracting would not get rid of.
            PaneSummary pane = pane(10L * i, i % 200 == 0 ? 50_000_000L : 1_000 + i % 17);
            window.accept(pane);
            last.add(pane);
        }
        PaneSummary fresh = Pane.combined(last.subList(last.size() - 6, last.size()));
        assertThat(summary().latency().coefficientOfVariation())
                .isEqualTo(fresh.latency().coefficientOfVariation());
        assertThat(summary().latency().sketch().encode())
                .isEqualTo(fresh.latency().sketch().encode());
    }

    private PaneSummary summary() {
        return Objects.requireNonNull(window.summary());
    }

    private static PaneSummary pane(long start, long latency) {
        Pane pane = Pane.empty(start, start + 10, null);
        pane.accept(start, start, 0, latency, 0, 0, 0, 0);
        return pane.summary();
    }
}
