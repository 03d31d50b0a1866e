package io.soakline.sink.metrics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells one series of a family from another.
 *
 * @param names as Prometheus and OpenTelemetry both take them: lower case and underscores
 * @param values one for each name, none empty
 */
record Labels(List<String> names, List<String> values) {

    static final Labels NONE = new Labels(List.of(), List.of());

    /** What is not known. Prometheus takes an empty value for no label at all. */
    static final String UNKNOWN = "unknown";

    /** Texts of users go in here; no name that is one needs more. */
    private static final int LONGEST = 128;

    /** @param value null or empty for {@link #UNKNOWN}; cut after 128 characters */
    Labels with(String name, @Nullable String value) {
        List<String> moreNames = new ArrayList<>(names);
        List<String> moreValues = new ArrayList<>(values);
        moreNames.add(name);
        moreValues.add(bounded(value));
        return new Labels(List.copyOf(moreNames), List.copyOf(moreValues));
    }

    private static String bounded(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return UNKNOWN;
        }
        if (value.length() <= LONGEST) {
            return value;
        }
        // Half a surrogate pair is no character, and no format can write it.
        int end = Character.isHighSurrogate(value.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return value.substring(0, end);
    }
}
