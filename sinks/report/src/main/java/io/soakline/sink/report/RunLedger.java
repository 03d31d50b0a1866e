package io.soakline.sink.report;

import io.soakline.record.PaneRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up the panes of one run. A pane that was written again after a restart replaces the one before. */
final class RunLedger {

    private record Pane(long inferences, long received, long late, long duplicate, long lastSequence) {}

    private final Map<Long, Pane> panes = new HashMap<>();

    void accept(PaneRecord pane) {
        panes.put(
                pane.getPaneStartNanos(),
                new Pane(
                        pane.getInferences(),
                        pane.getLedger().getReceived(),
                        pane.getLedger().getLate(),
                        pane.getLedger().getDuplicate(),
                        pane.getLastSequence()));
    }

    /** @param produced as the run's end says; null when unknown */
    Ledger total(@Nullable Long produced) {
        long paned = 0;
        long decoded = 0;
        long late = 0;
        long duplicate = 0;
        long handedOut = 0;
        for (Pane pane : panes.values()) {
            paned += pane.inferences;
            decoded += pane.received;
            late += pane.late;
            duplicate += pane.duplicate;
            handedOut = Math.max(handedOut, pane.lastSequence + 1);
        }
        long lost = Math.max(0, (produced == null ? handedOut : produced) - paned - late);
        return new Ledger(produced, decoded, 0, decoded, paned, late, duplicate, lost);
    }
}
