package io.soakline.sink.alerts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a message. Reasons hold nothing secret. */
sealed interface Answer {

    /** It arrived. */
    record Taken() implements Answer {}

    /**
     * It may arrive later.
     *
     * @param retryAfter how long the receiver wants to be left alone; null when it did not say
     */
    record Later(String reason, @Nullable Duration retryAfter) implements Answer {}

    /** The receiver will take no message until somebody changes a setting: it knows neither us nor the address. */
    record Unsettled(String reason) implements Answer {}

    /** This message will never be taken. */
    record Refused(String reason) implements Answer {}

    /** @param retryAfter what the header says; null for none */
    static Answer ofStatus(int status, String body, @Nullable Duration retryAfter) {
        if (status >= 200 && status < 300) {
            return new Taken();
        }
        String reason = "HTTP " + status + (body.isBlank() ? "" : ": " + body.strip());
        if (status >= 500 || status == 408 || status == 425 || status == 429) {
            return new Later(reason, retryAfter);
        }
        boolean settings = status < 400 || status == 401 || status == 403 || status == 404 || status == 405;
        return settings || status == 407 || status == 410 ? new Unsettled(reason) : new Refused(reason);
    }
}
