package io.soakline.sink.report;

import io.soakline.cause.Cause;
import java.util.Arrays;

/** Causes as people call them. */
public final class CauseWords {

    private CauseWords() {}

    /** @param cause name of a {@link Cause}; anything else, such as what a later version knows, is left as it is */
    public static String of(String cause) {
        return Arrays.stream(Cause.values())
                .filter(known -> known.name().equals(cause))
                .map(Cause::label)
                .findFirst()
                .orElse(cause);
    }
}
