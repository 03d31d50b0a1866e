package io.soakline.produce.soak;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
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

    /** Flags the inferences that a pause of the harness overlapped. */
    void markPauses(PauseIntervals pauses) {
        pauses.visitOverlapping(columns.startNanos[0] - wallMinusMonotonicNanos, endNanos(), this::markPause);
    }

    private void markPause(long startNanos, long endNanos) {
        long from = startNanos + wallMinusMonotonicNanos;
        long to = endNanos + wallMinusMonotonicNanos;
        for (int i = 0; i < columns.count; i++) {
            if (columns.startNanos[i] <= to && columns.startNanos[i] + columns.latencyNanos[i] >= from) {
                columns.flags[i] |= InferenceFlag.HARNESS_PAUSE;
            }
        }
    }
}
