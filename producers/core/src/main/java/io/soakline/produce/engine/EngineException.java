package io.soakline.produce.engine;

import org.jspecify.annotations.Nullable;

/** An engine could not be built, opened or called. The message says what, where and what to do next, in one line. */
public class EngineException extends Exception {

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
