package io.soakline.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store could not start or refused a request. The message is one line for people: what, where, what to do next. */
public final class StoreException extends IOException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        this(message, null);
    }
}
