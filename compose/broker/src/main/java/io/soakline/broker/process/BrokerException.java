package io.soakline.broker.process;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The broker could not start. The message is one line for people: what, where, what to do next. */
public final class BrokerException extends IOException {

    private static final long serialVersionUID = 1L;

    public BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public BrokerException(String message) {
        this(message, null);
    }
}
