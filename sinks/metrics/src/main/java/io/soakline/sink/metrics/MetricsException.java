package io.soakline.sink.metrics;

/** The metrics cannot be served or sent as set; the message says what to change. */
public final class MetricsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MetricsException(String message) {
        super(message);
    }

    MetricsException(String message, Throwable cause) {
        super(message, cause);
    }
}
