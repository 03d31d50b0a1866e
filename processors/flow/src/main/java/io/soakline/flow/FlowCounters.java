package io.soakline.flow;

import java.util.concurrent.atomic.LongAdder;

/** Counts in inferences since this process started; malformed in records. Written by the flow, read by anyone. */
final class FlowCounters {

    final LongAdder decoded = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder paned = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder duplicate = new LongAdder();
    final LongAdder panes = new LongAdder();
    final LongAdder windows = new LongAdder();
    volatile long lag;

    /** @param outputsNotKept descriptions of outputs that there was no room for */
    FlowMetrics snapshot(long outputsNotKept) {
        return new FlowMetrics(
                decoded.sum() + malformed.sum(),
                decoded.sum(),
                malformed.sum(),
                paned.sum(),
                late.sum(),
                duplicate.sum(),
                panes.sum(),
                windows.sum(),
                lag,
                outputsNotKept);
    }
}
