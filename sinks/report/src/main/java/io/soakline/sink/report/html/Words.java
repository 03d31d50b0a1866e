package io.soakline.sink.report.html;

import io.soakline.sink.report.Figures;
import io.soakline.sink.report.Headline;
import io.soakline.sink.report.SoakSummary.RunSummary;
import io.soakline.sink.report.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Small pieces of text and markup that several sections share. */
final class Words {

    private static final int DIGEST_LENGTH = 12;

    private Words() {}

    static void note(Markup out, String text) {
        out.element("p", text, "class", "note").line();
    }

    static void paragraph(Markup out, String text) {
        out.element("p", text).line();
    }

    /** Shape, word and colour say the same. */
    static void verdict(Markup out, String state) {
        switch (state) {
            case Verdict.STEADY -> badge(out, "good", "✔ STEADY");
            case Verdict.DRIFTED -> badge(out, "warn", "▲ DRIFTED");
            case Verdict.INSUFFICIENT -> badge(out, "unsure", "? INSUFFICIENT");
            case Verdict.BROKEN -> badge(out, "bad", "✘ BROKEN");
            default -> badge(out, "bad", "✘ " + state);
        }
    }

    static void answer(Markup out, Headline headline) {
        switch (headline.answer()) {
            case Headline.YES -> badge(out, "good", "✔ YES");
            case Headline.NO -> badge(out, "bad", "✘ NO");
            case Headline.UNSURE -> badge(out, "unsure", "? NOT KNOWN");
            default -> badge(out, "plain", headline.figure());
        }
    }

    static void badge(Markup out, String kind, String text) {
        out.element("span", text, "class", "badge " + kind);
    }

    static @Nullable String rate(@Nullable Double share) {
        return share == null ? null : Figures.rate(share);
    }

    static @Nullable String duration(@Nullable Number nanos) {
        return nanos == null ? null : Figures.duration(Math.round(nanos.doubleValue()));
    }

    static @Nullable String significant(@Nullable Double value) {
        if (value == null) {
            return null;
        }
        double size = Math.abs(value);
        // The general form would print 0.000100.
        return size == 0 ? "0" : String.format(Locale.ROOT, size < 0.001 ? "%.2e" : "%.3g", value);
    }

    static @Nullable String count(@Nullable Number value) {
        return value == null ? null : Figures.count(value.longValue());
    }

    /** A quantile that is missing although there are samples was refused for want of them. */
    static @Nullable String latency(RunSummary run, @Nullable Long nanos) {
        return nanos == null && run.inferences() > 0 ? "n too small" : duration(nanos);
    }

    /** The beginning of a digest; the whole one is in the title. */
    static void digest(Markup out, @Nullable String digest) {
        if (digest == null || digest.isEmpty()) {
            out.text("none");
            return;
        }
        out.element(
                "code",
                digest.length() <= DIGEST_LENGTH ? digest : digest.substring(0, DIGEST_LENGTH) + "…",
                "title",
                digest);
    }

    static String sentence(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return "";
        }
        boolean ended = trimmed.endsWith(".") || trimmed.endsWith("!") || trimmed.endsWith("?");
        return trimmed.substring(0, 1).toUpperCase(Locale.ROOT) + trimmed.substring(1) + (ended ? "" : ".");
    }
}
