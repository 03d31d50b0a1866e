package io.soakline.sink.report;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Wall-clock nanoseconds as text. */
final class Moments {

    private Moments() {}

    /** RFC 3339, UTC. */
    static String rfc3339(long nanos) {
        return Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(nanos), nanos % TimeUnit.SECONDS.toNanos(1))
                .toString();
    }
}
