package io.soakline.statistics;

import java.util.List;
import java.util.Map;
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
 * @param responseMinNanos smallest response time; null without inferences, and when not known
 * @param succession how inferences followed one another; null when not known
 * @param missPattern order of deadline misses; null when not known, and without a deadline
 * @param idleGaps latency by the gap before the inference, by gap ascending; empty when nobody looked
 * @param throttledLatency service times of the throttled inferences; null without any, and when not known
 * @param phases times by the device's clock; empty when not offered
 * @param oneRun false when several runs are merged: then nothing is said that rests on one sequence
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
        Loss loss,
        @Nullable Long responseMinNanos,
        @Nullable Succession succession,
        @Nullable MissPattern missPattern,
        List<IdleGaps.Bucket> idleGaps,
        @Nullable LatencySketch throttledLatency,
        Map<Phase, PhaseTotals> phases,
        boolean oneRun) {

    public PaneSummary {
        slowest = List.copyOf(slowest);
        outputs = List.copyOf(outputs);
        device = List.copyOf(device);
        idleGaps = List.copyOf(idleGaps);
    }

    /** Of one run, as producers told it that looked neither at the order of inferences nor at gaps. */
    public PaneSummary(
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
        this(
                startNanos,
                endNanos,
                panes,
                firstSequence,
                lastSequence,
                firstStartNanos,
                lastEndNanos,
                inferences,
                warmUp,
                harnessPaused,
                throttled,
                nonFinite,
                latency,
                response,
                responseMaxNanos,
                responseSumNanos,
                slowest,
                deadlineNanos,
                deadlineMisses,
                outputs,
                device,
                loss,
                null,
                null,
                null,
                List.of(),
                null,
                Map.of(),
                true);
    }

    /** Inferences after warm-up: the n of every figure. */
    public long measured() {
        return inferences - warmUp;
    }

    /** Quantiles of the response time: those of the service time where the two are the same. */
    public LatencySketch responseSketch() {
        return response != null ? response.copy() : latency.sketch();
    }

    /** The same without outputs, for windows over runs whose inputs have nothing to do with each other. */
    public PaneSummary withoutOutputs() {
        return with(slowest, List.of());
    }

    /** The same with other slowest inferences: with their causes, say. */
    public PaneSummary withSlowest(List<SlowestList.Entry> others) {
        return with(others, outputs);
    }

    private PaneSummary with(List<SlowestList.Entry> otherSlowest, List<OutputCounts.Input> otherOutputs) {
        return new PaneSummary(
                startNanos,
                endNanos,
                panes,
                firstSequence,
                lastSequence,
                firstStartNanos,
                lastEndNanos,
                inferences,
                warmUp,
                harnessPaused,
                throttled,
                nonFinite,
                latency,
                response,
                responseMaxNanos,
                responseSumNanos,
                otherSlowest,
                deadlineNanos,
                deadlineMisses,
                otherOutputs,
                device,
                loss,
                responseMinNanos,
                succession,
                missPattern,
                idleGaps,
                throttledLatency,
                phases,
                oneRun);
    }
}
