package io.soakline.sink.report;

import io.soakline.record.PaneClose;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.statistics.Ledger;
import io.soakline.statistics.Loss;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the panes of one run. A pane that was closed for idleness may go on in a second record with the same start; a
 * record that is told twice counts once.
 */
final class RunLedger {

    private record Pane(long inferences, Loss loss) {}

    /** What tells the records of one run apart. */
    private record Key(long startNanos, long firstSequence, PaneClose closedBy) {}

    private final Map<Key, Pane> panes = new HashMap<>();

    void accept(PaneRecord pane) {
        PaneLedger ledger = pane.getLedger();
        panes.put(
                new Key(pane.getPaneStartNanos(), pane.getFirstSequence(), pane.getClosedBy()),
                new Pane(
                        pane.getInferences(),
                        new Loss(ledger.getReceived(), ledger.getLate(), ledger.getDuplicate(), ledger.getMissing())));
    }

    /** @param announced inferences as the run's end says; null when unknown */
    Ledger total(@Nullable Long announced) {
        long paned = 0;
        Loss loss = Loss.NONE;
        for (Pane pane : panes.values()) {
            paned += pane.inferences;
            loss = loss.plus(pane.loss);
        }
        return announced == null ? Ledger.of(paned, loss) : Ledger.of(announced, paned, loss);
    }
}
