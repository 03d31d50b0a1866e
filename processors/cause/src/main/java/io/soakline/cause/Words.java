package io.soakline.cause;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures and times in evidence. */
final class Words {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long TENTH_NANOS = 100_000_000L;

    private Words() {}

    /** {@code 83 %}, {@code 4.2 %}, {@code 2596 MHz}. */
    static String figure(double value, String unit) {
        String format = Math.abs(value) >= 10 || value == Math.rint(value) ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, format, value + 0.0, unit).stripTrailing();
    }

    /** {@code 21:04:10.2 UTC}. */
    static String time(long wallNanos) {
        return seconds(wallNanos) + "." + Math.floorMod(wallNanos, 1_000_000_000L) / TENTH_NANOS + " UTC";
    }

    /** {@code from 21:04:10 to 21:05:00 UTC}. */
    static String stretch(long fromNanos, long toNanos) {
        return "from " + seconds(fromNanos) + " to " + seconds(toNanos) + " UTC";
    }

    private static String seconds(long wallNanos) {
        return SECONDS.format(Instant.ofEpochSecond(Math.floorDiv(wallNanos, 1_000_000_000L)));
    }

    /** {@code 840 ns}, {@code 12 µs}, {@code 3.4 ms}, {@code 2.0 s}. */
    static String duration(double nanos) {
        if (nanos < 1e3) {
            return figure(Math.rint(nanos), "ns");
        }
        if (nanos < 1e6) {
            return figure(nanos / 1e3, "µs");
        }
        return nanos < 1e9 ? figure(nanos / 1e6, "ms") : figure(nanos / 1e9, "s");
    }

    /** {@code +7.2 %}, {@code -12 %}. */
    static String change(double ratio) {
        double percent = 100 * (ratio - 1);
        return (percent < 0 ? "" : "+") + figure(percent, "%");
    }

    static String percent(double share) {
        return figure(100 * share, "%");
    }
}
