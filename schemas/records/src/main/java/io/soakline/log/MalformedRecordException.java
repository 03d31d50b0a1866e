package io.soakline.log;

/** Bytes on the log are not the record they should be. They belong on the dead-letter topic, with this reason. */
public final class MalformedRecordException extends Exception {

    public MalformedRecordException(String reason) {
        super(reason);
    }

    public MalformedRecordException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
