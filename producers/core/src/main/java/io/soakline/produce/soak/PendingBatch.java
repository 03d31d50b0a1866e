package io.soakline.produce.soak;

import io.soakline.log.InferenceColumns;
import io.soakline.produce.publish.Delivery;

/** A batch between the soak thread, which fills it, and the publishing thread, which marks, encodes and sends it. */
final class PendingBatch {

    final InferenceColumns columns = new InferenceColumns();
    /** Wall clock minus monotonic clock while the batch was filled. */
    long wallMinusMonotonicNanos;

    Delivery delivery = new Delivery();

    /** End of the last inference, monotonic. */
    long endNanos() {
        int last = columns.count - 1;
        return columns.startNanos[last] + columns.latencyNanos[last] - wallMinusMonotonicNanos;
    }

    /** Flags the inferences that one of the intervals overlapped. */
    void mark(PauseIntervals intervals, int flag) {
        intervals.visitOverlapping(
                columns.startNanos[0] - wallMinusMonotonicNanos,
                endNanos(),
                (start, end) -> mark(start + wallMinusMonotonicNanos, end + wallMinusMonotonicNanos, flag));
    }

    private void mark(long fromNanos, long toNanos, int flag) {
        for (int i = 0; i < columns.count; i++) {
            if (columns.startNanos[i] <= toNanos && columns.startNanos[i] + columns.latencyNanos[i] >= fromNanos) {
                columns.flags[i] |= flag;
            }
        }
    }
}
