package io.soakline.sink.report.html;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;

/** A colour for each compiler. Its name stands beside it always: past six compilers colours repeat. */
final class Colours {

    private static final int COLOURS = 6;

    private Colours() {}

    /** The class of the style sheet. */
    static String of(Page page, String compiler) {
        List<String> compilers =
                page.runs().stream().map(RunSummary::compiler).distinct().toList();
        return "c" + Math.max(0, compilers.indexOf(compiler)) % COLOURS;
    }
}
