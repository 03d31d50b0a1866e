package io.soakline.flow;

import java.util.ArrayDeque;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The facts of the panes that lie within a fixed time before the end of the newest one. */
final class RecentPanes {

    private final long widthNanos;
    private final ArrayDeque<PaneFacts> panes = new ArrayDeque<>();
    private long newestEndNanos = Long.MIN_VALUE;

    RecentPanes(long widthNanos) {
        this.widthNanos = widthNanos;
    }

    void accept(PaneFacts pane) {
        if (pane.endNanos() < newestEndNanos - widthNanos) {
            // The clock was set back.
            panes.clear();
            newestEndNanos = pane.endNanos();
        }
        newestEndNanos = Math.max(newestEndNanos, pane.endNanos());
        panes.addLast(pane);
        panes.removeIf(old -> old.startNanos() < newestEndNanos - widthNanos);
    }

    /** Those of the last so many nanoseconds added up. */
    PaneFacts last(long nanos) {
        return sum(pane -> pane.startNanos() >= newestEndNanos - nanos);
    }

    /** One figure of each pane that is wanted and has it, oldest first. */
    double[] figures(Predicate<PaneFacts> wanted, ToDoubleFunction<PaneFacts> figure) {
        return panes.stream()
                .filter(wanted)
                .mapToDouble(figure)
                .filter(Double::isFinite)
                .toArray();
    }

    PaneFacts sum(Predicate<PaneFacts> wanted) {
        return PaneFacts.sum(() -> panes.stream().filter(wanted).iterator());
    }
}
