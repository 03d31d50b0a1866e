package io.soakline.produce.soak;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250us}, {@code 10ms}, {@code 1.5s}, {@code 2m}, {@code 1h}, {@code 1d}. */
public final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d)");
    private static final Map<String, Double> NANOS_PER_UNIT =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9, "d", 86_400e9);

    private DurationText() {}

    /** @throws IllegalArgumentException with a message for people when {@code text} is no duration */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        Double nanosPerUnit = matcher.matches() ? NANOS_PER_UNIT.get(matcher.group(2)) : null;
        if (nanosPerUnit == null) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is not a duration; write a number and ns, us, ms, s, m, h or d, for example 10ms");
        }
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanosPerUnit));
    }

    /** In the largest unit that gives a whole number: {@code 10ms}, {@code 1500us}; {@link #parse} reads it back. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos % 1_000_000_000L == 0) {
            return nanos / 1_000_000_000L + "s";
        }
        if (nanos % 1_000_000L == 0) {
            return nanos / 1_000_000L + "ms";
        }
        return nanos % 1_000L == 0 ? nanos / 1_000L + "us" : nanos + "ns";
    }
}
