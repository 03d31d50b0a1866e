package io.soakline.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What accumulates over a span of one run: create it empty, accept inferences or combine summaries, take its summary.
 * There is no way to take anything out again: windows are made by combining panes anew, since subtracting doubles drifts.
 *
 * <p>Warm-up inferences are counted and are in no other figure. Combining is exact; apart from the sums of device samples
 * it gives the same in every order. Figures that rest on the sequence (succession, pattern of misses) follow the order in
 * which inferences are accepted, and panes are joined by their sequence numbers, not by the order they come in. Panes of
 * one run whose sequence numbers overlap have no common pattern of misses.
 */
public final class Pane {

    private static final long NOTHING = Long.MIN_VALUE;

    private static final Comparator<PaneSummary> IN_SEQUENCE = Comparator.comparingLong(PaneSummary::firstSequence)
            .thenComparingLong(PaneSummary::lastSequence)
            .thenComparingLong(PaneSummary::startNanos)
            .thenComparingLong(PaneSummary::endNanos)
            .thenComparingLong(PaneSummary::firstStartNanos)
            .thenComparingLong(PaneSummary::inferences);

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
    private long responseMinNanos = Long.MAX_VALUE;
    private boolean responseMinKnown = true;
    private final SuccessionTracker succession = new SuccessionTracker();
    private boolean successionKnown = true;
    private final MissTracker misses = new MissTracker();
    private boolean missesKnown = true;
    private @Nullable IdleGaps idleGaps;
    private @Nullable LatencySketch throttledLatency;
    private @Nullable PhaseTimes phases;
    private boolean oneRun = true;

    private long placedSequence = NOTHING;
    private long placedEndNanos;
    private long acceptedLatencyNanos;

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

    /** The same, with latency by idle gap: for loads whose inferences do not follow each other at once. */
    public static Pane emptyWithIdleGaps(long startNanos, long endNanos, @Nullable Long deadlineNanos) {
        Pane pane = empty(startNanos, endNanos, deadlineNanos);
        pane.idleGaps = IdleGaps.empty();
        return pane;
    }

    /**
     * Panes of one run combined; at least one. They are put in sequence first. The deadline is that of the last one that
     * has any.
     */
    public static PaneSummary combined(Iterable<PaneSummary> summaries) {
        List<PaneSummary> inSequence = inSequence(summaries);
        Long deadline = null;
        for (PaneSummary summary : inSequence) {
            deadline = summary.deadlineNanos() != null ? summary.deadlineNanos() : deadline;
        }
        Pane window = spanning(inSequence, deadline);
        inSequence.forEach(window::combine);
        return window.summary();
    }

    /**
     * Panes or windows of several runs together; at least one. Nothing is joined across them: the longest run of misses
     * and the worst stretch are those of the worst of them, and there is neither smoothed jitter nor autocorrelation. Runs
     * that were given different deadlines have no common pattern of misses. Samples of a device that several of them
     * carry count as often.
     */
    public static PaneSummary merged(Iterable<PaneSummary> summaries) {
        List<PaneSummary> inSequence = inSequence(summaries);
        List<Long> deadlines = inSequence.stream()
                .filter(summary -> summary.measured() > 0)
                .flatMap(summary -> java.util.stream.Stream.ofNullable(summary.deadlineNanos()))
                .distinct()
                .toList();
        Pane window = spanning(inSequence, deadlines.size() == 1 ? deadlines.get(0) : null);
        window.oneRun = false;
        inSequence.forEach(window::combine);
        return window.summary();
    }

    private static List<PaneSummary> inSequence(Iterable<PaneSummary> summaries) {
        List<PaneSummary> sorted = new ArrayList<>();
        summaries.forEach(sorted::add);
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("a window is made of at least one pane");
        }
        sorted.sort(IN_SEQUENCE);
        return sorted;
    }

    private static Pane spanning(List<PaneSummary> summaries, @Nullable Long deadlineNanos) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (PaneSummary summary : summaries) {
            start = Math.min(start, summary.startNanos());
            end = Math.max(end, summary.endNanos());
        }
        return empty(start, end, deadlineNanos);
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

    /**
     * A measured inference. {@code flags} travel with the slowest ones, unread. The gap before it is taken from the
     * inference accepted last, if that was the one before it.
     */
    public void accept(
            long sequence,
            long startNanos,
            long queueNanos,
            long latencyNanos,
            int inputIndex,
            long digestHigh,
            long digestLow,
            int flags) {
        long gap = sequence == placedSequence + 1 ? startNanos - placedEndNanos : IdleGaps.UNKNOWN;
        accept(sequence, startNanos, queueNanos, latencyNanos, inputIndex, digestHigh, digestLow, flags, gap);
    }

    /**
     * The same where the caller knows the gap.
     *
     * @param gapNanos start minus end of the inference before; {@link IdleGaps#UNKNOWN} when not known
     */
    public void accept(
            long sequence,
            long startNanos,
            long queueNanos,
            long latencyNanos,
            int inputIndex,
            long digestHigh,
            long digestLow,
            int flags,
            long gapNanos) {
        long responseNanos = Math.max(0, queueNanos + latencyNanos);
        place(sequence, startNanos, latencyNanos);
        acceptResponse(queueNanos, responseNanos);
        boolean onTime = acceptDeadline(responseNanos);
        latency.accept(latencyNanos);
        succession.accept(sequence, latencyNanos, responseNanos);
        slowest.accept(sequence, startNanos, latencyNanos, inputIndex, flags, queueNanos, gapNanos);
        if (deadlineNanos == null) {
            outputs.accept(inputIndex, digestHigh, digestLow);
        } else {
            outputs.accept(inputIndex, digestHigh, digestLow, onTime);
        }
        if (idleGaps != null) {
            idleGaps.accept(gapNanos, latencyNanos);
        }
        acceptedLatencyNanos = latencyNanos;
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
        if (byThrottling) {
            throttledLatency().accept((double) acceptedLatencyNanos);
        }
    }

    /**
     * What the device's own clock says of the measured inference accepted last. Of an inference that the device is said to
     * have worked on for longer than its latency, the host's part is not known.
     *
     * @param deviceNanos all work of the device; negative when not known
     * @param copyInNanos of it copying inputs; negative when not known
     * @param copyOutNanos of it copying outputs; negative when not known
     */
    public void acceptDeviceTime(long deviceNanos, long copyInNanos, long copyOutNanos) {
        phases().accept(acceptedLatencyNanos, deviceNanos, copyInNanos, copyOutNanos);
    }

    private PhaseTimes phases() {
        PhaseTimes times = phases;
        if (times == null) {
            times = new PhaseTimes();
            phases = times;
        }
        return times;
    }

    private LatencySketch throttledLatency() {
        LatencySketch sketch = throttledLatency;
        if (sketch == null) {
            sketch = LatencySketch.empty();
            throttledLatency = sketch;
        }
        return sketch;
    }

    private void place(long sequence, long startNanos, long latencyNanos) {
        inferences++;
        panes = 1;
        firstSequence = Math.min(firstSequence, sequence);
        lastSequence = Math.max(lastSequence, sequence);
        firstStartNanos = Math.min(firstStartNanos, startNanos);
        lastEndNanos = Math.max(lastEndNanos, startNanos + latencyNanos);
        placedSequence = sequence;
        placedEndNanos = startNanos + latencyNanos;
    }

    /** Must come before the latency is counted: the first response that differs starts from all that did not. */
    private void acceptResponse(long queueNanos, long responseNanos) {
        if (response == null && queueNanos != 0) {
            response = latency.sketch();
        }
        if (response != null) {
            response.accept((double) responseNanos);
        }
        responseMinNanos = Math.min(responseMinNanos, responseNanos);
        responseMaxNanos = Math.max(responseMaxNanos, responseNanos);
        responseSumNanos += responseNanos;
    }

    private boolean acceptDeadline(long responseNanos) {
        if (responseNanos > deadline) {
            deadlineMisses++;
            misses.acceptMiss();
            return false;
        }
        misses.acceptMet();
        return true;
    }

    public void acceptLoss(Loss more) {
        loss = loss.plus(more);
    }

    public void acceptDevice(String quantity, String sensor, boolean counter, long atNanos, double value) {
        device.accept(quantity, sensor, counter, atNanos, value);
    }

    /** Adds what another pane or window of the run says. Nothing can be joined to merged runs, nor they to anything. */
    public void combine(PaneSummary other) {
        oneRun &= other.oneRun();
        combineSequence(other);
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
        combineStates(other);
    }

    private void combineStates(PaneSummary other) {
        if (!other.idleGaps().isEmpty()) {
            if (idleGaps == null) {
                idleGaps = IdleGaps.empty();
            }
            idleGaps.combine(other.idleGaps());
        }
        if (other.throttledLatency() != null) {
            throttledLatency().combine(other.throttledLatency());
        }
        if (!other.phases().isEmpty()) {
            phases().combine(other.phases());
        }
    }

    /** Must come before the sequence numbers are combined: they say where the other pane belongs. */
    private void combineSequence(PaneSummary other) {
        if (other.measured() == 0) {
            return;
        }
        boolean isFirst = inferences == 0;
        boolean follows = oneRun && (isFirst || other.firstSequence() > lastSequence);
        boolean precedes = oneRun && !isFirst && other.lastSequence() < firstSequence;
        combineSuccession(other, follows, precedes);
        if (other.deadlineNanos() != null || other.missPattern() != null || other.deadlineMisses() > 0) {
            combineMisses(other, follows, precedes);
        }
    }

    private void combineSuccession(PaneSummary other, boolean follows, boolean precedes) {
        Succession more = other.succession();
        if (more == null) {
            successionKnown = false;
            return;
        }
        Succession mine = succession.succession();
        if (follows) {
            succession.load(mine.then(more));
        } else {
            succession.load(precedes ? more.then(mine) : mine.beside(more));
        }
    }

    private void combineMisses(PaneSummary other, boolean follows, boolean precedes) {
        MissPattern more = other.missPattern();
        boolean overlaps = oneRun && !follows && !precedes;
        boolean otherDeadline = !oneRun && deadlineNanos == null;
        if (more == null || overlaps || otherDeadline) {
            missesKnown = false;
            return;
        }
        MissPattern mine = misses.pattern();
        if (follows) {
            misses.load(mine.then(more));
        } else {
            misses.load(precedes ? more.then(mine) : mine.beside(more));
        }
    }

    /** Must come before the latencies are combined, as in {@link #acceptResponse}. */
    private void combineResponse(PaneSummary other) {
        if (response == null && other.response() != null) {
            response = latency.sketch();
        }
        if (response != null) {
            response.combine(other.responseSketch());
        }
        if (other.responseMinNanos() != null) {
            responseMinNanos = Math.min(responseMinNanos, other.responseMinNanos());
        } else {
            responseMinKnown &= other.measured() == 0;
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
                loss,
                responseMinKnown && inferences > warmUp ? Long.valueOf(responseMinNanos) : null,
                successionKnown ? succession.succession() : null,
                missesKnown && deadlineNanos != null ? misses.pattern() : null,
                idleGaps == null ? List.of() : idleGaps.buckets(),
                throttledLatency == null ? null : throttledLatency.copy(),
                phases == null ? Map.of() : phases.summary(),
                oneRun);
    }
}
