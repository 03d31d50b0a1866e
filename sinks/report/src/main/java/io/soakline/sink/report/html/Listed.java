package io.soakline.sink.report.html;

import io.soakline.sink.report.Figures;
import java.util.Collection;

/** Inputs or runs in a row. */
final class Listed {

    private static final int MOST = 24;
    private static final int MOST_NAMES = 4;

    private Listed() {}

    static String of(Collection<Integer> inputs) {
        return Figures.listed(inputs, MOST);
    }

    /** Names take more room than numbers. */
    static String names(Collection<String> names) {
        return Figures.listed(names, MOST_NAMES);
    }

    /** Of runs that lack something. */
    static String without(Page page, Collection<String> names) {
        return names.size() > 1 && names.size() == page.runs().size() ? "any run" : names(names);
    }
}
