package io.soakline.produce.soak;

import io.soakline.record.LoadPattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of a load, as people write it: {@code closed}, {@code periodic:10ms}, {@code poisson:200/s} or
 * {@code idle-gaps:100us..1s}.
 */
public sealed interface LoadSpec {

    /** Forms that {@link #parse} takes, for help texts. */
    String FORMS = "closed, periodic:10ms, poisson:200/s or idle-gaps:100us..1s";

    /** Each inference starts as soon as the harness is done with the one before. */
    record Closed() implements LoadSpec {
        @Override
        public String text() {
            return "closed";
        }

        @Override
        public LoadPattern recorded() {
            return LoadPattern.CLOSED;
        }

        @Override
        public @Nullable Arrivals arrivals(long seed) {
            return null;
        }
    }

    /** Intended starts at a fixed distance. */
    record Periodic(Duration period) implements LoadSpec {
        public Periodic {
            requirePositive(period, "the load's period");
        }

        @Override
        public String text() {
            return "periodic:" + DurationText.format(period);
        }

        @Override
        public LoadPattern recorded() {
            return LoadPattern.PERIODIC;
        }

        @Override
        public Arrivals arrivals(long seed) {
            return new PeriodicArrivals(period.toNanos());
        }
    }

    /**
     * Intended starts at random and independently of one another, as of many unrelated callers: distances are
     * exponentially distributed.
     */
    record Poisson(double perSecond) implements LoadSpec {
        public Poisson {
            if (!(perSecond > 0) || perSecond > 1e9) {
                throw new IllegalArgumentException(
                        "the load's rate is " + perSecond + " per second, expected more than 0");
            }
        }

        @Override
        public String text() {
            return "poisson:"
                    + BigDecimal.valueOf(perSecond).stripTrailingZeros().toPlainString() + "/s";
        }

        @Override
        public LoadPattern recorded() {
            return LoadPattern.POISSON;
        }

        @Override
        public Arrivals arrivals(long seed) {
            return new PoissonArrivals(1e9 / perSecond, seed);
        }
    }

    /**
     * Each inference starts when the engine has been idle for a gap; gaps are uniform in logarithm between the two, in
     * random order.
     */
    record IdleGaps(Duration from, Duration to) implements LoadSpec {
        public IdleGaps {
            requirePositive(from, "the shortest gap");
            if (to.compareTo(from) <= 0) {
                throw new IllegalArgumentException("the longest gap, " + DurationText.format(to)
                        + ", must be longer than the shortest, " + DurationText.format(from));
            }
        }

        @Override
        public String text() {
            return "idle-gaps:" + DurationText.format(from) + ".." + DurationText.format(to);
        }

        @Override
        public LoadPattern recorded() {
            return LoadPattern.IDLE_GAP_SWEEP;
        }

        @Override
        public Arrivals arrivals(long seed) {
            return new IdleGapArrivals(from.toNanos(), to.toNanos(), seed);
        }
    }

    /** The form that {@link #parse} reads back as the same. */
    String text();

    LoadPattern recorded();

    /** Intended starts of one run, anew; null when there are none to keep. */
    @Nullable
    Arrivals arrivals(long seed);

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with a message for people
     */
    static LoadSpec parse(String text) {
        int colon = text.indexOf(':');
        String form = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        if (form.equals("closed") && colon < 0) {
            return new Closed();
        }
        return switch (form) {
            case "periodic" -> new Periodic(DurationText.parse(rest));
            case "poisson" -> new Poisson(rate(rest));
            case "idle-gaps" -> idleGaps(rest);
            default -> throw new IllegalArgumentException("load \"" + text + "\" is not known; use " + FORMS);
        };
    }

    private static double rate(String text) {
        Matcher matcher = Pattern.compile("(\\d+(?:\\.\\d+)?)/(s|m|h)").matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a rate; write a number and /s, /m or /h, for example 200/s");
        }
        double seconds = switch (matcher.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
        };
        return Double.parseDouble(matcher.group(1)) / seconds;
    }

    private static LoadSpec idleGaps(String text) {
        String[] ends = text.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no range of gaps; write the shortest and the longest, for example 100us..1s");
        }
        return new IdleGaps(DurationText.parse(ends[0]), DurationText.parse(ends[1]));
    }

    private static void requirePositive(Duration duration, String what) {
        if (duration.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException(what + " must be longer than zero");
        }
    }
}
