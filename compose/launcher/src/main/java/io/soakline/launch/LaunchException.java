package io.soakline.launch;

import org.jspecify.annotations.Nullable;

/** The environment does not allow what was asked for. The message is one line: what, where, what to do next. */
public final class LaunchException extends Exception {

    public LaunchException(String message) {
        super(message);
    }

    public LaunchException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
