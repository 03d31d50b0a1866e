package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PauseMonitorTest {

    @Test
    void monitor_givenCollection_notesAPauseThatOverlapsIt() {
        try (PauseMonitor monitor = PauseMonitor.start()) {
            long before = System.nanoTime();
            System.gc();
            long after = System.nanoTime();
            boolean[] overlaps = {false};
            while (!overlaps[0]) {
                monitor.intervals().visitOverlapping(before, after, (start, end) -> overlaps[0] = true);
                Thread.onSpinWait();
            }
            assertThat(monitor.intervals().count()).isPositive();
        }
    }

    @Test
    void monitor_whileRunning_keepsSayingHowFarItHasWatched() throws Exception {
        try (PauseMonitor monitor = PauseMonitor.start()) {
            monitor.intervals().awaitWatchedUntil(System.nanoTime() + 3 * PauseMonitor.TICK_NANOS, 30_000);
            int[] stale = {0};
            monitor.intervals().visitOverlapping(Long.MIN_VALUE / 4, Long.MIN_VALUE / 4 + 1, (s, e) -> stale[0]++);
            assertThat(stale[0]).isZero();
        }
    }

    @Test
    void intervals_givenMoreThanTheyHold_forgetTheOldest() {
        PauseIntervals intervals = new PauseIntervals();
        for (int i = 0; i < 300; i++) {
            intervals.add(i * 10L, i * 10L + 5);
        }
        int[] found = {0};
        intervals.visitOverlapping(0, 3000, (start, end) -> found[0]++);
        assertThat(found[0]).isEqualTo(256);
        assertThat(intervals.count()).isEqualTo(300);
    }

    @Test
    void intervals_givenNobodyWatching_doNotMakeAnybodyWait() throws Exception {
        new PauseIntervals().awaitWatchedUntil(Long.MAX_VALUE / 2, 60_000);
    }

    @Test
    void collectors_givenConcurrentOnes_areNotPauses() {
        assertThat(CollectorPauses.stopsTheWorld("ZGC Cycles")).isFalse();
        assertThat(CollectorPauses.stopsTheWorld("G1 Concurrent GC")).isFalse();
        assertThat(CollectorPauses.stopsTheWorld("G1 Young Generation")).isTrue();
        assertThat(CollectorPauses.stopsTheWorld("ZGC Pauses")).isTrue();
    }

    @Test
    void runQueueWait_givenSchedstat_isItsSecondNumber() {
        ByteBuffer text = ByteBuffer.wrap("43858543 13393737 127\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(RunQueueWait.secondNumber(text)).isEqualTo(13_393_737);
    }
}
