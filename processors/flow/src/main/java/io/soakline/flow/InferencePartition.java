package io.soakline.flow;

import io.soakline.log.InferenceColumns;
import io.soakline.record.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** One partition of the inferences topic: its runs, and their panes that are closed and not written yet. */
final class InferencePartition {

    private final FlowSettings settings;
    private final Map<String, RunPanes> runs = new HashMap<>();
    private final List<ClosedPane> closed = new ArrayList<>();
    private final Map<String, DeviceIdle> idle = new HashMap<>();
    private final long readBefore;
    private long position;

    /** @param from null when nothing was committed */
    InferencePartition(FlowSettings settings, @Nullable OffsetAndMetadata from) {
        this.settings = settings;
        position = from == null ? 0 : from.offset();
        readBefore = from == null ? 0 : ReadMark.readUpTo(from);
    }

    void resume(RunPanes run) {
        runs.put(run.identity().runId(), run);
    }

    // Records

    /** A record comes to be worked in next. */
    void moveTo(long offset) {
        position = offset + 1;
    }

    /** Whether the record had been read before this process took over. */
    boolean isReplayed(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < readBefore;
    }

    /** @return how many inferences were decoded and not passed over */
    int accept(InferenceColumns columns, ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        RunPanes run = runs.get(columns.runId);
        if (run == null) {
            run = newRun(RunIdentity.of(columns), nowNanos);
            runs.put(columns.runId, run);
        }
        if (run.mustWait()) {
            run.await(record, nowNanos);
            return 0;
        }
        return run.accept(columns, record.offset(), isReplayed(record), nowNanos, closed);
    }

    private RunPanes newRun(RunIdentity identity, long nowNanos) {
        return new RunPanes(identity, settings, -1, Long.MIN_VALUE, false, nowNanos);
    }

    /**
     * A run was described, or its end.
     *
     * @param again works in what had waited for the description
     */
    void describe(Run run, long nowNanos, Consumer<ConsumerRecord<byte[], byte[]>> again) {
        RunPanes panes = runs.computeIfAbsent(run.getRunId(), id -> newRun(RunIdentity.of(run), nowNanos));
        panes.describe(run, nowNanos);
        workOffWaiting(panes, nowNanos, again);
        panes.finishIfComplete(nowNanos, closed);
    }

    private static void workOffWaiting(RunPanes run, long nowNanos, Consumer<ConsumerRecord<byte[], byte[]>> again) {
        while (run.hasReadyRecords(nowNanos)) {
            ConsumerRecord<byte[], byte[]> record = run.nextReadyRecord();
            if (record != null) {
                again.accept(record);
            }
        }
    }

    // Time

    /** Works in what has waited long enough. */
    void workOffWaiting(long nowNanos, Consumer<ConsumerRecord<byte[], byte[]>> again) {
        runs.values().forEach(run -> workOffWaiting(run, nowNanos, again));
    }

    boolean isDue(long nowNanos) {
        return runs.values().stream().anyMatch(run -> run.isDue(nowNanos));
    }

    /** Closes what is due. Only when the partition is read to its end. */
    void closeIdle(long nowNanos) {
        for (RunPanes run : runs.values()) {
            if (run.isDue(nowNanos)) {
                run.closeIdle(nowNanos, closed);
            }
        }
    }

    Collection<RunPanes> runs() {
        return runs.values();
    }

    @Nullable
    RunPanes run(String runId) {
        return runs.get(runId);
    }

    /** What the device draws without a run. */
    DeviceIdle idle(String deviceId) {
        return idle.computeIfAbsent(
                deviceId,
                id -> new DeviceIdle(
                        runsOf(id).mapToLong(RunPanes::busyKnownFromNanos).max().orElse(Long.MIN_VALUE)));
    }

    /** When each run of the device was executing. */
    List<BusySpans> busy(String deviceId) {
        return runsOf(deviceId).map(RunPanes::busy).toList();
    }

    private Stream<RunPanes> runsOf(String deviceId) {
        return runs.values().stream().filter(run -> run.identity().deviceId().equals(deviceId));
    }

    long position() {
        return position;
    }

    // Results

    boolean hasClosed() {
        return !closed.isEmpty();
    }

    /** Takes the closed panes that are ready out; those of one run in their order. */
    List<ClosedPane> takeReady(Predicate<ClosedPane> ready) {
        List<ClosedPane> taken = new ArrayList<>();
        Set<String> behind = new HashSet<>();
        for (Iterator<ClosedPane> it = closed.iterator(); it.hasNext(); ) {
            ClosedPane pane = it.next();
            if (!behind.contains(pane.run().runId()) && ready.test(pane)) {
                taken.add(pane);
                it.remove();
            } else {
                behind.add(pane.run().runId());
            }
        }
        return taken;
    }

    /** Where a restart has to begin: at the oldest record that no written pane covers. */
    OffsetAndMetadata restartPoint() {
        long oldest = position;
        for (RunPanes run : runs.values()) {
            oldest = Math.min(oldest, run.oldestOffset());
        }
        for (ClosedPane pane : closed) {
            oldest = Math.min(oldest, pane.firstOffset() < 0 ? Long.MAX_VALUE : pane.firstOffset());
        }
        // A replay may not have come as far yet as the reading had before.
        return ReadMark.commit(oldest, Math.max(position, readBefore));
    }

    /** Whether there is no open pane and no closed one that waits. */
    boolean isIdle() {
        return closed.isEmpty() && runs.values().stream().allMatch(run -> run.oldestOffset() == Long.MAX_VALUE);
    }
}
