package io.soakline.launch.policy;

/** A policy file cannot be used. The message is one line: file and line, key, value, what is expected. */
public final class PolicyException extends Exception {

    PolicyException(String message) {
        super(message);
    }

    PolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
