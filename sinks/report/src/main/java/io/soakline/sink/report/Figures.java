package io.soakline.sink.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers for people. */
public final class Figures {

    /** A line does not break between a figure and its unit. */
    private static final Pattern BEFORE_UNIT =
            Pattern.compile("(?<=\\d) (?=(?:%|ns|µs|ms|s|min|h|µJ|mJ|J|W|MHz|GHz)(?!\\w))");

    private Figures() {}

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Three significant digits with the unit that suits: {@code 873 µs}, {@code 1.42 ms}. */
    public static String duration(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        double value = nanos / 1e3;
        for (String unit : new String[] {"µs", "ms"}) {
            // What would print as 1000 belongs to the next unit.
            if (value < 999.5) {
                return significant(value) + " " + unit;
            }
            value /= 1e3;
        }
        return significant(value) + " s";
    }

    /** Three significant digits with the unit that suits: {@code 2.10 J}, {@code 65.0 mJ}; negative below what is idle. */
    public static String joules(double joules) {
        double size = Math.abs(joules);
        String sign = joules < 0 ? "-" : "";
        for (String unit : new String[] {"J", "mJ"}) {
            if (size >= 0.9995) {
                return sign + significant(size) + " " + unit;
            }
            size *= 1e3;
        }
        return sign + significant(size) + " µJ";
    }

    /** {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String seconds(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    private static String significant(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Rounds towards less than whole: only 1.0 itself prints as 100 %. */
    public static String percent(double share) {
        if (share == 1.0) {
            return "100 %";
        }
        double percent = share * 100;
        int decimals = Math.abs(percent) < 9.995 ? 2 : 1;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", percent);
        return (text.equals("100.0") && share < 1 ? ">99.9" : text) + " %";
    }

    /** As {@link #percent}, with the digits that a small share needs. */
    public static String rate(double share) {
        return share == 0 || Math.abs(share) >= 1e-4
                ? percent(share)
                : String.format(Locale.ROOT, "%.2g %%", 100 * share);
    }

    /** {@code 1 run}, {@code 3 runs}. */
    public static String counted(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code a, b, c and 4 more}. */
    public static String listed(Collection<?> all, int most) {
        String first = all.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "));
        return all.size() > most ? first + " and " + count(all.size() - most) + " more" : first;
    }

    /** {@code [1.79 ms, 1.81 ms]}; an end that the sample does not set is {@code open}. */
    public static String interval(Predictability.Quantile quantile) {
        return "[" + orOpen(quantile.lowNanos()) + ", " + orOpen(quantile.highNanos()) + "]";
    }

    private static String orOpen(@Nullable Double nanos) {
        return nanos == null ? "open" : duration(Math.round(nanos));
    }

    /** At most {@code width} characters, the middle left out. */
    public static String shortened(String text, int width) {
        return shortened(text, (width - 1) / 2, width);
    }

    /** Its first {@code head} characters and its last ones, unless it fits. */
    static String shortened(String text, int head, int width) {
        if (text.length() <= width) {
            return text;
        }
        return text.substring(0, head) + "…" + text.substring(text.length() - (width - 1 - head));
    }

    /** Lines of at most {@code columns} characters, broken at spaces, indented below the lead. */
    static List<String> wrap(String lead, String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(lead);
        int indent = Math.min(lead.length(), columns / 2);
        boolean empty = true;
        for (String word : BEFORE_UNIT.matcher(text).replaceAll("\u00a0").split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(indent));
                empty = true;
            }
            line.append(empty ? "" : " ").append(word.replace('\u00a0', ' '));
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
