package io.soakline.sink.page;

import io.soakline.record.PaneRecord;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger of one run, added up over its panes. A pane that is told again replaces itself as long as it is among the
 * newest {@value #REMEMBERED}. Not thread-safe.
 */
final class PaneLedgers {

    /** @param highestSequence largest sequence number seen, -1 before any */
    record Totals(long received, long paned, long late, long duplicate, long missing, long highestSequence) {

        static final Totals NONE = new Totals(0, 0, 0, 0, 0, -1);

        Totals plus(Totals other) {
            return new Totals(
                    received + other.received,
                    paned + other.paned,
                    late + other.late,
                    duplicate + other.duplicate,
                    missing + other.missing,
                    Math.max(highestSequence, other.highestSequence));
        }
    }

    /** One hour of panes. */
    private static final int REMEMBERED = 360;

    private final TreeMap<Long, Totals> newest = new TreeMap<>();
    private Totals older = Totals.NONE;
    private long foldedUntilNanos = Long.MIN_VALUE;

    void accept(PaneRecord pane) {
        if (pane.getPaneStartNanos() <= foldedUntilNanos) {
            return;
        }
        newest.put(
                pane.getPaneStartNanos(),
                new Totals(
                        pane.getLedger().getReceived(),
                        pane.getInferences(),
                        pane.getLedger().getLate(),
                        pane.getLedger().getDuplicate(),
                        pane.getLedger().getMissing(),
                        pane.getLastSequence()));
        while (newest.size() > REMEMBERED) {
            Map.Entry<Long, Totals> first = newest.firstEntry();
            newest.remove(first.getKey());
            older = older.plus(first.getValue());
            foldedUntilNanos = first.getKey();
        }
    }

    Totals totals() {
        return newest.values().stream().reduce(older, Totals::plus);
    }
}
