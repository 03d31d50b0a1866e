package io.soakline.sink.influxdb;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Writes lines to a server, once. */
interface PointWriter {

    /** Completes when the server has taken all lines; fails with one of the two below. */
    Mono<Void> write(List<String> lines);

    /** The server will not take these lines, however often they are sent; some of them may be in order. */
    final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean forSize;

        Refused(String reason) {
            this(reason, false);
        }

        /** @param forSize whether it is only that there are too many at once */
        Refused(String reason, boolean forSize) {
            super(reason);
            this.forSize = forSize;
        }

        boolean isForSize() {
            return forSize;
        }
    }

    /** The server may take these lines later. */
    final class Unavailable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        /** @param retryAfter how long the server asks to be left alone, null when it does not say */
        Unavailable(String reason, @Nullable Duration retryAfter, Throwable cause) {
            super(reason, cause);
            this.retryAfter = retryAfter;
        }

        @Nullable
        Duration retryAfter() {
            return retryAfter;
        }
    }
}
