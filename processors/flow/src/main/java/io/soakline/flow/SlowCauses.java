package io.soakline.flow;

import io.soakline.cause.Attribution;
import io.soakline.cause.Finding;
import io.soakline.cause.Moment;
import io.soakline.cause.QuietLevels;
import io.soakline.cause.Surroundings;
import io.soakline.log.InferenceFlag;
import io.soakline.record.PaneRecord;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.SlowestList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of the slowest inferences of a pane what explains them. Work per pane, none per inference. */
final class SlowCauses {

    /** Below this the slowest of a pane are its ordinary spread, and nothing has to be explained. */
    private static final double CLEARLY_SLOW = 1.25;

    private final Attribution attribution = new Attribution();

    /**
     * Fills in the cause of the clearly slow ones.
     *
     * @param runs of the partition, this one among them
     * @param samples of the device; null when there are none
     */
    void explain(
            PaneRecord record,
            PaneSummary pane,
            RunPanes run,
            Collection<RunPanes> runs,
            @Nullable DeviceSamples samples) {
        List<BusySpans> neighbours = run.neighbours(runs);
        RunHabits habits = run.habits();
        habits.accept(pane, neighbourShare(pane, run.busy(), neighbours));
        if (samples != null) {
            samples.learn(pane.startNanos());
        }
        Surroundings surroundings = samples == null ? new Surroundings(new QuietLevels()) : samples.surroundings();
        for (int i = 0; i < pane.slowest().size(); i++) {
            SlowestList.Entry slow = pane.slowest().get(i);
            if (slow.latencyNanos() < CLEARLY_SLOW * habits.typicalLatencyNanos()) {
                // Slowest first: the others are not slower.
                break;
            }
            Finding finding =
                    attribution.explain(moment(slow, run.identity().runId(), habits, neighbours), surroundings);
            record.getSlowest().get(i).setCause(finding.cause().name());
            record.getSlowest().get(i).setEvidence(finding.evidence());
        }
    }

    private static Moment moment(SlowestList.Entry slow, String runId, RunHabits habits, List<BusySpans> neighbours) {
        long start = slow.startNanos();
        long end = start + slow.latencyNanos();
        return Moment.of(runId, start, end)
                .withTypicalLatency(habits.typicalLatencyNanos())
                .withFlags(
                        InferenceFlag.has(slow.flags(), InferenceFlag.HARNESS_PAUSE),
                        InferenceFlag.has(slow.flags(), InferenceFlag.THROTTLED))
                .withGap(slow.gapNanos(), habits.typicalGapNanos())
                .withNeighbour(
                        neighbours.stream().anyMatch(busy -> busy.touch(start, end)), habits.usualNeighbourShare());
    }

    private static double neighbourShare(PaneSummary pane, BusySpans own, List<BusySpans> neighbours) {
        long busy = own.nanosWithin(pane.startNanos(), pane.endNanos());
        long together = 0;
        for (BusySpans neighbour : neighbours) {
            together += own.nanosTogether(neighbour, pane.startNanos(), pane.endNanos());
        }
        return busy == 0 ? Double.NaN : Math.min(1, (double) together / busy);
    }
}
