package io.soakline.sink.page;

/** The page cannot be served. The message is one line: what, where, what to do next. */
public final class PageException extends RuntimeException {

    public PageException(String message) {
        super(message);
    }

    public PageException(String message, Throwable cause) {
        super(message, cause);
    }
}
