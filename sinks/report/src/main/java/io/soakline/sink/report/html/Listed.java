package io.soakline.sink.report.html;

import java.util.Collection;
import java.util.stream.Collectors;

/** Inputs or runs in a row. */
final class Listed {

    private static final int MOST = 24;
    private static final int MOST_NAMES = 4;

    private Listed() {}

    static String of(Collection<Integer> inputs) {
        String first = inputs.stream().limit(MOST).map(String::valueOf).collect(Collectors.joining(", "));
        return inputs.size() > MOST ? first + " and " + (inputs.size() - MOST) + " more" : first;
    }

    /** Names take more room than numbers. */
    static String names(Collection<String> names) {
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? first + " and " + (names.size() - MOST_NAMES) + " more" : first;
    }
}
