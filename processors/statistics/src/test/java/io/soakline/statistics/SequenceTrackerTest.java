package io.soakline.statistics;

import static io.soakline.statistics.SequenceTracker.Arrival.DUPLICATE;
import static io.soakline.statistics.SequenceTracker.Arrival.FILLS_GAP;
import static io.soakline.statistics.SequenceTracker.Arrival.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {

    @Test
    void accept_givenGapAndItsFilling_tellsThemApart() {
        SequenceTracker tracker = SequenceTracker.from(0);
        assertThat(tracker.accept(0)).isEqualTo(NEW);
        assertThat(tracker.skippedBy(5)).isEqualTo(4);
        assertThat(tracker.accept(5)).isEqualTo(NEW);
        assertThat(tracker.accept(3)).isEqualTo(FILLS_GAP);
        assertThat(tracker.accept(3)).isEqualTo(DUPLICATE);
        assertThat(tracker.accept(5)).isEqualTo(DUPLICATE);
        assertThat(tracker.accept(1)).isEqualTo(FILLS_GAP);
        assertThat(tracker.accept(4)).isEqualTo(FILLS_GAP);
        assertThat(tracker.accept(2)).isEqualTo(FILLS_GAP);
        assertThat(tracker.next()).isEqualTo(6);
    }

    @Test
    void accept_givenRandomArrivals_agreesWithASetOfAllNumbers() {
        SplittableRandom random = new SplittableRandom(3);
        SequenceTracker tracker = SequenceTracker.from(0);
        BitSet seen = new BitSet();
        for (int i = 0; i < 5_000; i++) {
            int number = Math.max(0, i + random.nextInt(9) - 6);
            SequenceTracker.Arrival expected = seen.get(number) ? DUPLICATE : number >= seen.length() ? NEW : FILLS_GAP;
            // Numbers of long-forgotten gaps cannot be told from duplicates, so none may be that old here.
            assertThat(tracker.accept(number)).as("number %d", number).isEqualTo(expected);
            seen.set(number);
        }
    }

    @Test
    void accept_givenMoreGapsThanRemembered_takesTheOldestForDuplicates() {
        SequenceTracker tracker = SequenceTracker.from(0);
        for (int i = 0; i <= SequenceTracker.RANGES; i++) {
            tracker.accept(2L * i + 1);
        }
        assertThat(tracker.accept(0)).isEqualTo(DUPLICATE);
        assertThat(tracker.accept(2)).isEqualTo(FILLS_GAP);
    }

    @Test
    void skipTo_givenNothingToSkip_isZero() {
        SequenceTracker tracker = SequenceTracker.from(7);
        assertThat(tracker.skipTo(7)).isZero();
        assertThat(tracker.skipTo(3)).isZero();
        assertThat(tracker.skipTo(10)).isEqualTo(3);
    }

    @Test
    void acceptNew_givenOldNumbers_isRefused() {
        assertThatThrownBy(() -> SequenceTracker.from(7).acceptNew(6, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
