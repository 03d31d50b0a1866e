package io.soakline.sink.report;

import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.statistics.Ledger;
import io.soakline.statistics.Loss;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up the panes of one run. A pane that was written again after a restart replaces the one before. */
final class RunLedger {

    private record Pane(long inferences, Loss loss) {}

    private final Map<Long, Pane> panes = new HashMap<>();

    void accept(PaneRecord pane) {
        PaneLedger ledger = pane.getLedger();
        panes.put(
                pane.getPaneStartNanos(),
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
