package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {

    @Test
    void of_givenCleanRun_closesWithNothingLost() {
        Ledger ledger = Ledger.of(1000, 1000, new Loss(1000, 0, 0, 0));
        assertThat(ledger).isEqualTo(new Ledger(1000, 1000, 0, 1000, 1000, 0, 0, 0));
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void of_givenGapLateAndDuplicate_closes() {
        // 1,000 announced; 30 skipped, of which 10 came late; 5 came twice.
        Ledger ledger = Ledger.of(1000, 970, new Loss(985, 10, 5, 30));
        assertThat(ledger.lost()).isEqualTo(20);
        assertThat(ledger.produced()).isEqualTo(1005);
        assertThat(ledger.announced()).isEqualTo(1000);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void of_givenTailThatNoPaneMissedYet_countsItAsLost() {
        Ledger ledger = Ledger.of(1000, 900, new Loss(900, 0, 0, 0));
        assertThat(ledger.lost()).isEqualTo(100);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void of_givenRunThatCannotSay_countsWhatItsSequenceTells() {
        Ledger ledger = Ledger.of(900, new Loss(900, 0, 0, 7));
        assertThat(ledger.produced()).isEqualTo(907);
        assertThat(ledger.lost()).isEqualTo(7);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void plus_givenMalformedRecordPutByHand_keepsTheSumsAndLosesNothing() {
        Ledger ledger = Ledger.of(1000, 1000, new Loss(1000, 0, 0, 0)).plus(Ledger.ofMalformed(1));
        assertThat(ledger.malformed()).isEqualTo(1);
        assertThat(ledger.received()).isEqualTo(1001);
        assertThat(ledger.lost()).isZero();
        assertThat(ledger.announced()).isEqualTo(1000);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void plus_givenMalformedBatchOfARun_losesItsInferences() {
        Ledger ledger = Ledger.of(1000, 900, new Loss(900, 0, 0, 100)).plus(Ledger.ofMalformed(1));
        assertThat(ledger.lost()).isEqualTo(100);
        assertThat(ledger.closes()).isTrue();
    }

    @Test
    void closes_givenPanesThatContradictThemselves_isFalse() {
        assertThat(Ledger.of(10, new Loss(9, 0, 0, 0)).closes()).isFalse();
    }
}
