package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.InferenceFlag;
import io.soakline.record.PwcetLevel;
import io.soakline.record.PwcetRecord;
import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TailRecordsTest {

    private static final int INFERENCES = 1_000;

    @Test
    void estimate_givenExponentialTail_holdsItsTrueQuantile() {
        PwcetRecord record = TailRecords.estimate(panes(360, false));
        assertThat(record.getRefusedBy()).isNull();
        PwcetLevel level = record.getLevels().get(0);
        assertThat(level.getExceedanceProbability()).isEqualTo(1e-6);
        double truth = 1e6 + 1e5 * Math.log(1e6);
        assertThat(truth).isBetween(level.getLowNanos(), level.getHighNanos());
    }

    @Test
    void estimate_givenPanesInAnyOrder_isTheSame() {
        List<PaneSummary> panes = panes(200, false);
        PwcetRecord inOrder = TailRecords.estimate(panes);
        Collections.shuffle(panes, new java.util.Random(3));
        assertThat(TailRecords.estimate(panes)).isEqualTo(inOrder);
    }

    @Test
    void estimate_givenPausesOfTheHarness_leavesThemOut() {
        assertThat(TailRecords.estimate(panes(200, true)).getLevels())
                .isNotEmpty()
                .allMatch(level -> level.getNanos() < 1e7);
    }

    @Test
    void estimate_givenFewPanes_isRefusedWithTheNumberNeeded() {
        PwcetRecord record = TailRecords.estimate(panes(6, false));
        assertThat(record.getRefusedBy()).contains("panes").contains("120");
        assertThat(record.getLevels()).isEmpty();
    }

    @Test
    void estimate_givenNoPanes_isRefused() {
        assertThat(TailRecords.estimate(List.of()).getRefusedBy()).isNotNull();
    }

    private static List<PaneSummary> panes(int count, boolean withPauses) {
        SplittableRandom random = new SplittableRandom(7);
        List<PaneSummary> panes = new ArrayList<>();
        long sequence = 0;
        for (int i = 0; i < count; i++) {
            Pane pane = Pane.empty(i * 10L, i * 10L + 10, null);
            for (int k = 0; k < INFERENCES; k++) {
                boolean paused = withPauses && k == 500;
                long latency = paused ? 50_000_000 : (long) (1e6 - 1e5 * Math.log(1 - random.nextDouble()));
                int flags = paused ? InferenceFlag.HARNESS_PAUSE : 0;
                pane.accept(sequence++, i * 10L, 0, latency, 0, 0, 0, flags);
                pane.mark(paused, false, false);
            }
            panes.add(pane.summary());
        }
        return panes;
    }
}
