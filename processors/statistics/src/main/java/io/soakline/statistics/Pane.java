package io.soakline.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What accumulates over a span of one run: create it empty, accept inferences or combine summaries, take its summary.
 * There is no way to take anything out again: windows are made by combining panes anew, since subtracting doubles drifts.
 *
 * <p>Warm-up inferences are counted and are in no other figure. Combining is exact; apart from the sums of device samples
 * it gives the same in every order.
 */
public final class Pane {

    private final long startNanos;
    private final long endNanos;
    private final @Nullable Long deadlineNanos;
    private final long deadline;

    private int panes;
    private long firstSequence = Long.MAX_VALUE;
    private long lastSequence = Long.MIN_VALUE;
    private long firstStartNanos = Long.MAX_VALUE;
    private long lastEndNanos = Long.MIN_VALUE;
    private long inferences;
    private long warmUp;
    private long harnessPaused;
    private long throttled;
    private long nonFinite;
    private final LatencyTotals latency = LatencyTotals.empty();
    private @Nullable LatencySketch response;
    private long responseMaxNanos;
    private long responseSumNanos;
    private final SlowestList slowest = SlowestList.empty();
    private long deadlineMisses;
    private final OutputCounts outputs = OutputCounts.empty();
    private final DeviceSummaries device = DeviceSummaries.empty();
    private Loss loss = Loss.NONE;

    private Pane(long startNanos, long endNanos, @Nullable Long deadlineNanos) {
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.deadlineNanos = deadlineNanos;
        this.deadline = deadlineNanos == null ? Long.MAX_VALUE : deadlineNanos;
    }

    /**
     * @param endNanos exclusive
     * @param deadlineNanos for the response time; null when none is set
     */
    public static Pane empty(long startNanos, long endNanos, @Nullable Long deadlineNanos) {
        return new Pane(startNanos, endNanos, deadlineNanos);
    }

    /** The panes from the oldest to the newest one combined; at least one. */
    public static PaneSummary combined(Iterable<PaneSummary> summaries) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        Long deadline = null;
        for (PaneSummary summary : summaries) {
            start = Math.min(start, summary.startNanos());
            end = Math.max(end, summary.endNanos());
            deadline = summary.deadlineNanos() != null ? summary.deadlineNanos() : deadline;
        }
        if (start > end) {
            throw new IllegalArgumentException("a window is made of at least one pane");
        }
        Pane window = empty(start, end, deadline);
        summaries.forEach(window::combine);
        return window.summary();
    }

    public long startNanos() {
        return startNanos;
    }

    /** Exclusive. */
    public long endNanos() {
        return endNanos;
    }

    /** Inferences accepted so far, warm-up included. */
    public long inferences() {
        return inferences;
    }

    /** A measured inference. {@code flags} travel with the slowest ones, unread. */
    public void accept(
            long sequence,
            long startNanos,
            long queueNanos,
            long latencyNanos,
            int inputIndex,
            long digestHigh,
            long digestLow,
            int flags) {
        place(sequence, startNanos, latencyNanos);
        acceptResponse(queueNanos, latencyNanos);
        latency.accept(latencyNanos);
        slowest.accept(sequence, startNanos, latencyNanos, inputIndex, flags);
        outputs.accept(inputIndex, digestHigh, digestLow);
    }

    /** An inference from before the engine was declared warm. */
    public void acceptWarmUp(long sequence, long startNanos, long latencyNanos) {
        place(sequence, startNanos, latencyNanos);
        warmUp++;
    }

    /** What else is known about the measured inference accepted last. */
    public void mark(boolean byHarnessPause, boolean byThrottling, boolean byNonFiniteOutput) {
        harnessPaused += byHarnessPause ? 1 : 0;
        throttled += byThrottling ? 1 : 0;
        nonFinite += byNonFiniteOutput ? 1 : 0;
    }

    private void place(long sequence, long startNanos, long latencyNanos) {
        inferences++;
        panes = 1;
        firstSequence = Math.min(firstSequence, sequence);
        lastSequence = Math.max(lastSequence, sequence);
        firstStartNanos = Math.min(firstStartNanos, startNanos);
        lastEndNanos = Math.max(lastEndNanos, startNanos + latencyNanos);
    }

    /** Must come before the latency is counted: the first response that differs starts from all that did not. */
    private void acceptResponse(long queueNanos, long latencyNanos) {
        long responseNanos = Math.max(0, queueNanos + latencyNanos);
        if (response == null && queueNanos != 0) {
            response = latency.sketch();
        }
        if (response != null) {
            response.accept((double) responseNanos);
        }
        responseMaxNanos = Math.max(responseMaxNanos, responseNanos);
        responseSumNanos += responseNanos;
        deadlineMisses += responseNanos > deadline ? 1 : 0;
    }

    public void acceptLoss(Loss more) {
        loss = loss.plus(more);
    }

    public void acceptDevice(String quantity, String sensor, boolean counter, long atNanos, double value) {
        device.accept(quantity, sensor, counter, atNanos, value);
    }

    public void combine(PaneSummary other) {
        combineResponse(other);
        if (other.inferences() > 0) {
            firstSequence = Math.min(firstSequence, other.firstSequence());
            lastSequence = Math.max(lastSequence, other.lastSequence());
            firstStartNanos = Math.min(firstStartNanos, other.firstStartNanos());
            lastEndNanos = Math.max(lastEndNanos, other.lastEndNanos());
        }
        panes += other.panes();
        inferences += other.inferences();
        warmUp += other.warmUp();
        harnessPaused += other.harnessPaused();
        throttled += other.throttled();
        nonFinite += other.nonFinite();
        latency.combine(other.latency());
        slowest.combine(other.slowest());
        deadlineMisses += other.deadlineMisses();
        outputs.combine(other.outputs());
        device.combine(other.device());
        loss = loss.plus(other.loss());
    }

    /** Must come before the latencies are combined, as in {@link #acceptResponse}. */
    private void combineResponse(PaneSummary other) {
        if (response == null && other.response() != null) {
            response = latency.sketch();
        }
        if (response != null) {
            response.combine(other.responseSketch());
        }
        responseMaxNanos = Math.max(responseMaxNanos, other.responseMaxNanos());
        responseSumNanos += other.responseSumNanos();
    }

    public PaneSummary summary() {
        boolean placed = inferences > 0;
        List<SlowestList.Entry> slowestFirst = slowest.entries();
        return new PaneSummary(
                startNanos,
                endNanos,
                panes,
                placed ? firstSequence : 0,
                placed ? lastSequence : -1,
                placed ? firstStartNanos : 0,
                placed ? lastEndNanos : 0,
                inferences,
                warmUp,
                harnessPaused,
                throttled,
                nonFinite,
                latency.copy(),
                response == null ? null : response.copy(),
                responseMaxNanos,
                responseSumNanos,
                slowestFirst,
                deadlineNanos,
                deadlineMisses,
                outputs.inputs(),
                device.channels(),
                loss);
    }
}
