package io.soakline.flow;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
import io.soakline.record.LoadPattern;
import io.soakline.record.PaneClose;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.statistics.Loss;
import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneGrid;
import io.soakline.statistics.SequenceTracker;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The panes of one run: places its inferences, tells duplicates and gaps, decides when a pane is over.
 *
 * <p>Inferences come in sequence, so their panes do too, and at most one is open. A pane that was closed for idleness may
 * be continued: its further inferences make another part of it, since panes combine. The clock that places inferences
 * may be corrected by up to a pane without harm: what seems to lie before the open pane goes into it.
 */
final class RunPanes {

    private static final long NOTHING = -1;

    private final RunIdentity identity;
    private final FlowSettings settings;
    private final SequenceTracker sequence;
    private final RunHabits habits = new RunHabits();
    private final BusySpans busy = new BusySpans();
    /** Last sequence number in the panes that were written before this process took over. */
    private final long panedBefore;

    private final long busyKnownFromNanos;

    /** Inferences that came before the description of their run. */
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();

    private @Nullable Run run;
    private boolean waitedEnough;
    private @Nullable Pane open;
    /** Oldest record in the open pane, or of duplicates and late ones that no pane counts yet. */
    private long firstOffset = NOTHING;

    private long lastPaneStart;
    private long late;
    private long duplicate;
    private long missing;
    private long activeAtNanos;
    private boolean finished;
    private boolean silent;
    private boolean heard;

    /**
     * @param panedBefore last sequence number that was paned before; -1 for none
     * @param lastPaneStart start of the last pane written before; the smallest {@code long} for none
     * @param finished whether its last pane has been written before
     */
    RunPanes(
            RunIdentity identity,
            FlowSettings settings,
            long panedBefore,
            long lastPaneStart,
            boolean finished,
            long nowNanos) {
        this.identity = identity;
        this.settings = settings;
        this.panedBefore = panedBefore;
        this.lastPaneStart = lastPaneStart;
        busyKnownFromNanos = lastPaneStart;
        this.finished = finished;
        activeAtNanos = nowNanos;
        sequence = SequenceTracker.from(panedBefore + 1);
    }

    RunIdentity identity() {
        return identity;
    }

    RunHabits habits() {
        return habits;
    }

    /** From when on it is known when the run was executing; the smallest {@code long} for always. */
    long busyKnownFromNanos() {
        return busyKnownFromNanos;
    }

    /** When the run was executing, as far as its inferences have come. */
    BusySpans busy() {
        return busy;
    }

    /**
     * When the other runs of the device were executing.
     *
     * @param runs this one among them
     */
    List<BusySpans> neighbours(Collection<RunPanes> runs) {
        return runs.stream()
                .filter(other -> other != this
                        && other.identity().deviceId().equals(identity().deviceId()))
                .map(RunPanes::busy)
                .toList();
    }

    /** Takes the description in; a new one that tells of the end is news of the run. */
    void describe(Run description, long nowNanos) {
        boolean newEnd = description.getEnd() != null && (run == null || run.getEnd() == null);
        run = description;
        if (newEnd) {
            activeAtNanos = nowNanos;
            Long produced = description.getEnd().getProduced();
            if (finished && produced != null) {
                sequence.skipTo(produced);
            }
        }
    }

    // Inferences that come before their run is described

    /** Whether inferences have to wait for the description of the run. */
    boolean mustWait() {
        return run == null && !waitedEnough;
    }

    void await(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        waiting.addLast(record);
        activeAtNanos = waiting.size() == 1 ? nowNanos : activeAtNanos;
    }

    /** Whether there are inferences that wait no longer. */
    boolean hasReadyRecords(long nowNanos) {
        if (!waiting.isEmpty()
                && run == null
                && nowNanos - activeAtNanos >= settings.runWait().toNanos()) {
            waitedEnough = true;
        }
        return !waiting.isEmpty() && !mustWait();
    }

    @Nullable
    ConsumerRecord<byte[], byte[]> nextReadyRecord() {
        return waiting.pollFirst();
    }

    // Inferences

    /**
     * Works a batch in.
     *
     * @param replayed whether the record had been read before this process took over: then what was paned is passed over
     * @return how many of its inferences were not passed over
     */
    int accept(InferenceColumns batch, long offset, boolean replayed, long nowNanos, List<ClosedPane> closed) {
        activeAtNanos = nowNanos;
        heard = true;
        int from = replayed ? panedRows(batch) : 0;
        if (from == batch.count) {
            return 0;
        }
        int last = batch.count - 1;
        busy.accept(batch.startNanos[from], batch.startNanos[last] + batch.latencyNanos[last]);
        if (batch.firstSequence + from >= sequence.next()) {
            acceptNew(batch, from, offset, closed);
        } else {
            for (int row = from; row < batch.count; row++) {
                acceptAny(batch, row, offset, closed);
            }
        }
        finishIfComplete(nowNanos, closed);
        return batch.count - from;
    }

    private int panedRows(InferenceColumns batch) {
        return (int) Math.max(0, Math.min(batch.count, panedBefore + 1 - batch.firstSequence));
    }

    /** The usual case: all rows follow what was seen. */
    private void acceptNew(InferenceColumns batch, int from, long offset, List<ClosedPane> closed) {
        Pane pane = paneOf(batch.startNanos[from], offset, closed);
        missing += sequence.skipTo(batch.firstSequence + from);
        sequence.acceptNew(batch.firstSequence + from, batch.count - from);
        for (int row = from; row < batch.count; row++) {
            long start = batch.startNanos[row];
            if (start >= pane.endNanos() || start < pane.startNanos()) {
                pane = paneOf(start, offset, closed);
            }
            add(pane, batch, row);
        }
    }

    private void acceptAny(InferenceColumns batch, int row, long offset, List<ClosedPane> closed) {
        long number = batch.firstSequence + row;
        long skipped = sequence.skippedBy(number);
        switch (sequence.accept(number)) {
            case NEW -> {
                Pane pane = paneOf(batch.startNanos[row], offset, closed);
                missing += skipped;
                add(pane, batch, row);
            }
            case FILLS_GAP -> fillGap(batch, row, offset);
            case DUPLICATE -> {
                duplicate++;
                hold(offset);
            }
        }
    }

    private void fillGap(InferenceColumns batch, int row, long offset) {
        long start = batch.startNanos[row];
        if (open != null && start >= open.startNanos() && start < open.endNanos()) {
            missing--;
            add(open, batch, row);
        } else {
            late++;
            hold(offset);
        }
    }

    private void hold(long offset) {
        if (firstOffset == NOTHING) {
            firstOffset = offset;
        }
    }

    private static void add(Pane pane, InferenceColumns batch, int row) {
        int flags = batch.flags[row];
        long number = batch.firstSequence + row;
        if (InferenceFlag.has(flags, InferenceFlag.WARM_UP)) {
            pane.acceptWarmUp(number, batch.startNanos[row], batch.latencyNanos[row]);
            return;
        }
        int output = batch.outputIndex[row];
        pane.accept(
                number,
                batch.startNanos[row],
                batch.queueNanos[row],
                batch.latencyNanos[row],
                batch.inputIndex[row],
                batch.digestHigh[output],
                batch.digestLow[output],
                flags);
        if (batch.deviceTimeOffered) {
            pane.acceptDeviceTime(batch.deviceNanos[row], batch.copyInNanos[row], batch.copyOutNanos[row]);
        }
        if (flags != 0) {
            pane.mark(
                    InferenceFlag.has(flags, InferenceFlag.HARNESS_PAUSE),
                    InferenceFlag.has(flags, InferenceFlag.THROTTLED),
                    InferenceFlag.has(flags, InferenceFlag.NON_FINITE));
        }
    }

    /** The open pane where the time belongs into it; else that one is closed and a new one opened. */
    private Pane paneOf(long startNanos, long offset, List<ClosedPane> closed) {
        PaneGrid grid = settings.grid();
        long paneStart = grid.floor(startNanos);
        if (paneStart < lastPaneStart && lastPaneStart - paneStart <= grid.paneNanos()) {
            paneStart = lastPaneStart;
        }
        Pane current = open;
        if (current != null) {
            if (current.startNanos() == paneStart) {
                return current;
            }
            close(current, PaneClose.NEXT_PANE, activeAtNanos, closed);
        }
        Pane opened = emptyPane(paneStart);
        open = opened;
        lastPaneStart = paneStart;
        hold(offset);
        return opened;
    }

    private Pane emptyPane(long paneStart) {
        long end = settings.grid().next(paneStart);
        if (run == null) {
            return Pane.empty(paneStart, end, null);
        }
        Long deadline = run.getLoad().getDeadlineNanos();
        return run.getLoad().getPattern() == LoadPattern.CLOSED
                ? Pane.empty(paneStart, end, deadline)
                : Pane.emptyWithIdleGaps(paneStart, end, deadline);
    }

    private void close(Pane pane, PaneClose closedBy, long nowNanos, List<ClosedPane> closed) {
        pane.acceptLoss(new Loss(pane.inferences() + late + duplicate, late, duplicate, missing));
        closed.add(new ClosedPane(identity, pane, closedBy, firstOffset, nowNanos));
        open = null;
        firstOffset = NOTHING;
        late = 0;
        duplicate = 0;
        missing = 0;
    }

    // Ends

    /** Closes the last pane when everything that the run announced is there. */
    void finishIfComplete(long nowNanos, List<ClosedPane> closed) {
        RunEnd end = end();
        if (!finished && end != null && waiting.isEmpty()) {
            Long produced = end.getProduced();
            if (produced != null && sequence.next() >= produced) {
                finish(end, nowNanos, closed);
            }
        }
    }

    private void finish(RunEnd end, long nowNanos, List<ClosedPane> closed) {
        Long produced = end.getProduced();
        if (produced != null) {
            missing += sequence.skipTo(produced);
        }
        Pane last = open;
        if (last == null) {
            lastPaneStart = Math.max(lastPaneStart, settings.grid().floor(end.getEndedAtNanos()));
            last = emptyPane(lastPaneStart);
        }
        finished = true;
        close(last, PaneClose.RUN_END, nowNanos, closed);
    }

    /** Whether so much time has passed that something is to be closed, given up or alarmed about. */
    boolean isDue(long nowNanos) {
        long quietNanos = nowNanos - activeAtNanos;
        if (!finished && end() != null) {
            return quietNanos >= endPatience();
        }
        return (firstOffset != NOTHING && quietNanos >= settings.idleLimit().toNanos()) || isNewlySilent(nowNanos);
    }

    private long endPatience() {
        RunEnd end = end();
        return end != null && end.getProduced() == null
                ? settings.endGrace().toNanos()
                : settings.idleLimit().toNanos();
    }

    /** Closes what is due. Only when everything on the log has been read: silence may be our own being behind. */
    void closeIdle(long nowNanos, List<ClosedPane> closed) {
        RunEnd end = end();
        long quietNanos = nowNanos - activeAtNanos;
        if (!finished && end != null) {
            if (quietNanos >= endPatience()) {
                finish(end, nowNanos, closed);
            }
        } else if (firstOffset != NOTHING && quietNanos >= settings.idleLimit().toNanos()) {
            Pane pane = open != null ? open : emptyPane(lastPaneStart);
            close(pane, finished ? PaneClose.RUN_END : PaneClose.IDLE, nowNanos, closed);
        }
    }

    private @Nullable RunEnd end() {
        return run == null ? null : run.getEnd();
    }

    // Silence

    /** Whether the run goes on, by its description, has sent nothing for too long, and no alert says so yet. */
    boolean isNewlySilent(long nowNanos) {
        return !silent
                && run != null
                && run.getEnd() == null
                && nowNanos - activeAtNanos >= settings.silentAfterNanos();
    }

    /** An alert says that the run is silent. */
    void alertedSilent() {
        silent = true;
        heard = false;
    }

    /** Whether a run of which an alert says that it is silent was heard of again, or has ended. The alert is off then. */
    boolean isHeardAgain() {
        if (!silent || !(heard || end() != null)) {
            return false;
        }
        silent = false;
        return true;
    }

    long activeAtNanos() {
        return activeAtNanos;
    }

    @Nullable
    Run run() {
        return run;
    }

    /** Oldest record that no closed pane covers; the largest {@code long} when there is none. */
    long oldestOffset() {
        long oldest = waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().offset();
        return firstOffset == NOTHING ? oldest : Math.min(oldest, firstOffset);
    }
}
