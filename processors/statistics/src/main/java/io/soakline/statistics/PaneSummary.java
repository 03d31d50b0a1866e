package io.soakline.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a span of a run says: one pane, or several of them combined into a window. Immutable; {@link LatencyTotals} and
 * {@link LatencySketch} in it must not be changed.
 *
 * @param startNanos start of the oldest pane, wall clock
 * @param endNanos end (exclusive) of the newest pane, wall clock
 * @param panes panes with inferences
 * @param firstSequence smallest sequence number
 * @param lastSequence largest sequence number; smaller than the first when there are no inferences
 * @param firstStartNanos actual start of the first inference, wall clock; 0 without inferences
 * @param lastEndNanos end of the last inference, wall clock; 0 without inferences
 * @param inferences all, warm-up included
 * @param warmUp inferences before the engine was declared warm; in no figure below
 * @param harnessPaused inferences that a pause of the harness touched
 * @param throttled inferences during which the device throttled
 * @param nonFinite inferences with a NaN or an infinity in an output
 * @param latency service times
 * @param response response times (intended start to end) where any differs from the service time, else null
 * @param responseMaxNanos largest response time
 * @param responseSumNanos sum of the response times
 * @param slowest the slowest inferences, slowest first
 * @param deadlineNanos from intended start; null when none is set
 * @param deadlineMisses inferences whose response time exceeded the deadline
 * @param outputs by input index, ascending
 * @param device by quantity and sensor
 * @param loss what happened in the sequence
 */
public record PaneSummary(
        long startNanos,
        long endNanos,
        int panes,
        long firstSequence,
        long lastSequence,
        long firstStartNanos,
        long lastEndNanos,
        long inferences,
        long warmUp,
        long harnessPaused,
        long throttled,
        long nonFinite,
        LatencyTotals latency,
        @Nullable LatencySketch response,
        long responseMaxNanos,
        long responseSumNanos,
        List<SlowestList.Entry> slowest,
        @Nullable Long deadlineNanos,
        long deadlineMisses,
        List<OutputCounts.Input> outputs,
        List<DeviceSummaries.Channel> device,
        Loss loss) {

    public PaneSummary {
        slowest = List.copyOf(slowest);
        outputs = List.copyOf(outputs);
        device = List.copyOf(device);
    }

    /** Inferences after warm-up: the n of every figure. */
    public long measured() {
        return inferences - warmUp;
    }

    /** Quantiles of the response time: those of the service time where the two are the same. */
    public LatencySketch responseSketch() {
        return response != null ? response.copy() : latency.sketch();
    }
}
