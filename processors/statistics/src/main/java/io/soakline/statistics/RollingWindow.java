package io.soakline.statistics;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The panes of one run that lie within a fixed time before the end of the newest one.
 *
 * <p>Its summary is combined anew from its panes, oldest first, each time: nothing is ever subtracted, and the same panes
 * give the same bits whatever the window held before. Parts of one pane may come separately. Panes may be missing: a gap
 * longer than the window leaves only the newest one. A pane that is older than the newest (the clock was set back) begins
 * anew: what lies after it is dropped.
 */
public final class RollingWindow {

    private final long windowNanos;
    private final ArrayDeque<PaneSummary> panes = new ArrayDeque<>();

    /** @param windowNanos how far back it reaches from the end of the newest pane */
    public RollingWindow(long windowNanos) {
        if (windowNanos <= 0) {
            throw new IllegalArgumentException("a window has a positive width, not " + windowNanos + " ns");
        }
        this.windowNanos = windowNanos;
    }

    public void accept(PaneSummary pane) {
        long oldest = pane.endNanos() - windowNanos;
        for (Iterator<PaneSummary> it = panes.iterator(); it.hasNext(); ) {
            long start = it.next().startNanos();
            if (start < oldest || start > pane.startNanos()) {
                it.remove();
            }
        }
        panes.addLast(pane);
    }

    /** The panes in it, in the order they came. */
    public List<PaneSummary> panes() {
        return List.copyOf(panes);
    }

    /** The panes combined; null before the first one. */
    public @Nullable PaneSummary summary() {
        return panes.isEmpty() ? null : Pane.combined(panes);
    }
}
