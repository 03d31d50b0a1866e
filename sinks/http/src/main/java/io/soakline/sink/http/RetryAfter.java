package io.soakline.sink.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} header: seconds, whole or not, or a date (RFC 9110 section 10.2.3). */
public final class RetryAfter {

    /** A server cannot keep a sender silent for longer, by mistake or otherwise. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** Null for what is not understood; between zero and {@link #LONGEST} otherwise. */
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        Duration asked = seconds(header.strip());
        if (asked == null) {
            asked = date(header.strip(), now);
        }
        return asked == null ? null : clamp(asked);
    }

    private static @Nullable Duration seconds(String header) {
        try {
            double seconds = Double.parseDouble(header);
            return Double.isNaN(seconds) ? null : Duration.ofMillis((long) (seconds * 1000));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Duration date(String header, Instant now) {
        try {
            return Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration clamp(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
