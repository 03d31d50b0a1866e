package io.soakline.sink.report.html;

import java.util.Collection;
import java.util.stream.Collectors;

/** Numbers of inputs in a row. */
final class Listed {

    private static final int MOST = 24;

    private Listed() {}

    static String of(Collection<Integer> inputs) {
        String first = inputs.stream().limit(MOST).map(String::valueOf).collect(Collectors.joining(", "));
        return inputs.size() > MOST ? first + " and " + (inputs.size() - MOST) + " more" : first;
    }
}
