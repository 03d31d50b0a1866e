package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import org.junit.jupiter.api.Test;

class RunLedgerTest {

    private static PaneRecord part(long firstSequence, long inferences, PaneClose closedBy) {
        PaneRecord pane = SoakRecords.pane("run", 0, inferences, 0, 0, 0);
        pane.setFirstSequence(firstSequence);
        pane.setClosedBy(closedBy);
        return pane;
    }

    @Test
    void total_givenPaneThatWentOnAfterItWasIdle_countsBothRecords() {
        RunLedger ledger = new RunLedger();
        ledger.accept(part(0, 70, PaneClose.IDLE));
        ledger.accept(part(70, 30, PaneClose.RUN_END));
        assertThat(ledger.total(100L).paned()).isEqualTo(100);
        assertThat(ledger.total(100L).closes()).isTrue();
    }

    @Test
    void total_givenRecordToldTwice_countsItOnce() {
        RunLedger ledger = new RunLedger();
        ledger.accept(part(0, 70, PaneClose.NEXT_PANE));
        ledger.accept(part(0, 70, PaneClose.NEXT_PANE));
        assertThat(ledger.total(70L).paned()).isEqualTo(70);
    }
}
