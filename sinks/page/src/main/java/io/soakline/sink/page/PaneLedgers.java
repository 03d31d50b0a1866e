package io.soakline.sink.page;

import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger of one run, added up over its panes. A pane that was closed for idleness may go on in a second record with
 * the same start. A record that is told again, after a lost connection, counts once as long as it is among the newest
 * {@value #REMEMBERED}. Not thread-safe.
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

    /** What tells the records of one run apart. */
    private record Key(long startNanos, long firstSequence, PaneClose closedBy) implements Comparable<Key> {

        static Key of(PaneRecord pane) {
            return new Key(pane.getPaneStartNanos(), pane.getFirstSequence(), pane.getClosedBy());
        }

        @Override
        public int compareTo(Key other) {
            return Comparator.comparingLong(Key::startNanos)
                    .thenComparingLong(Key::firstSequence)
                    .thenComparing(Key::closedBy)
                    .compare(this, other);
        }
    }

    /** One hour of panes. */
    private static final int REMEMBERED = 360;

    private final TreeMap<Key, Totals> newest = new TreeMap<>();
    private Totals older = Totals.NONE;
    private long foldedUntilNanos = Long.MIN_VALUE;

    void accept(PaneRecord pane) {
        if (pane.getPaneStartNanos() <= foldedUntilNanos) {
            return;
        }
        newest.put(
                Key.of(pane),
                new Totals(
                        pane.getLedger().getReceived(),
                        pane.getInferences(),
                        pane.getLedger().getLate(),
                        pane.getLedger().getDuplicate(),
                        pane.getLedger().getMissing(),
                        pane.getLastSequence()));
        while (newest.size() > REMEMBERED) {
            Map.Entry<Key, Totals> first = newest.firstEntry();
            newest.remove(first.getKey());
            older = older.plus(first.getValue());
            foldedUntilNanos = first.getKey().startNanos();
        }
    }

    Totals totals() {
        return newest.values().stream().reduce(older, Totals::plus);
    }
}
