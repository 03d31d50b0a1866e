package io.soakline.produce.selftest;

import io.soakline.produce.soak.SoakClock;
import java.time.Duration;

/** Time that a part of a self-test may take. */
final class TimeLimit {

    private final SoakClock clock;
    private final long end;

    TimeLimit(SoakClock clock, Duration limit) {
        this.clock = clock;
        end = clock.nanoTime() + limit.toNanos();
    }

    boolean reached() {
        return clock.nanoTime() - end >= 0;
    }
}
