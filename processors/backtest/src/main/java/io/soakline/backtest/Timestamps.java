package io.soakline.backtest;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.nio.charset.StandardCharsets;

/**
 * Reads the timestamps of one series as nanoseconds, for telling gaps, duplicates and backward steps.
 *
 * <p>Numbers: seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by the size of the series' first
 * one; a plain index is read as seconds, which tells its gaps as well. ISO 8601: year and month, date, or date and time
 * (blank or T between, fraction, Z or offset); without an offset UTC.
 */
final class Timestamps {

    /** Stands for a timestamp that cannot be read. */
    static final long UNREADABLE = Long.MIN_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;

    /** More seconds than this would be past 2261, where nanoseconds no longer fit a long. */
    private static final double LEAST_MILLIS = 9.2e9;

    private static final double LEAST_MICROS = 1e14;
    private static final double LEAST_NANOS = 1e17;

    /** Nanoseconds in one unit of this series' numbers; 0 until the first has been seen. */
    private long unitNanos;

    long parse(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return UNREADABLE;
        }
        long whole = wholeNumber(bytes, from, to);
        if (whole >= 0) {
            return inNanos(whole);
        }
        if (length >= 7 && bytes[from + 4] == '-') {
            return iso(bytes, from, to);
        }
        try {
            double number = JavaDoubleParser.parseDouble(bytes, from, length);
            return Double.isFinite(number) ? inNanos(number) : UNREADABLE;
        } catch (NumberFormatException e) {
            return UNREADABLE;
        }
    }

    private static long wholeNumber(byte[] bytes, int from, int to) {
        if (to - from > 18) {
            return longWholeNumber(bytes, from, to);
        }
        long whole = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            whole = whole * 10 + digit;
        }
        return whole;
    }

    private static long longWholeNumber(byte[] bytes, int from, int to) {
        if (to - from > 19) {
            return -1;
        }
        try {
            return Long.parseUnsignedLong(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private long inNanos(long number) {
        if (unitNanos == 0) {
            unitNanos = unitOf((double) number);
        }
        long high = Math.multiplyHigh(number, unitNanos);
        return high == 0 && number * unitNanos >= 0 ? number * unitNanos : Long.MAX_VALUE;
    }

    private long inNanos(double number) {
        if (unitNanos == 0) {
            unitNanos = unitOf(Math.abs(number));
        }
        return Math.max(UNREADABLE + 1, Math.round(number * unitNanos));
    }

    private static long unitOf(double number) {
        if (number < LEAST_MILLIS) {
            return NANOS_PER_SECOND;
        }
        if (number < LEAST_MICROS) {
            return 1_000_000;
        }
        return number < LEAST_NANOS ? 1_000 : 1;
    }

    /** Proleptic Gregorian; the fields are checked for their range, not the day for its month. */
    private static long iso(byte[] bytes, int from, int to) {
        int year = digits(bytes, from, from + 4);
        int month = digits(bytes, from + 5, from + 7);
        int day = 1;
        int at = from + 7;
        if (at < to) {
            if (bytes[at] != '-' || to - at < 3) {
                return UNREADABLE;
            }
            day = digits(bytes, at + 1, at + 3);
            at += 3;
        }
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) {
            return UNREADABLE;
        }
        long seconds = epochDay(year, month, day) * SECONDS_PER_DAY;
        return at == to ? inNanos(seconds, 0) : timeOfDay(bytes, at, to, seconds);
    }

    private static long timeOfDay(byte[] bytes, int from, int to, long dayStartSeconds) {
        if ((bytes[from] != 'T' && bytes[from] != ' ') || to - from < 6 || bytes[from + 3] != ':') {
            return UNREADABLE;
        }
        int hour = digits(bytes, from + 1, from + 3);
        int minute = digits(bytes, from + 4, from + 6);
        int second = 0;
        int at = from + 6;
        if (at < to && bytes[at] == ':') {
            if (to - at < 3) {
                return UNREADABLE;
            }
            second = digits(bytes, at + 1, at + 3);
            at += 3;
        }
        if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return UNREADABLE;
        }
        long seconds = dayStartSeconds + hour * 3600L + minute * 60L + second;
        return fractionAndOffset(bytes, at, to, seconds);
    }

    private static long fractionAndOffset(byte[] bytes, int from, int to, long seconds) {
        int at = from;
        long nanos = 0;
        if (at < to && (bytes[at] == '.' || bytes[at] == ',')) {
            at++;
            for (long unit = NANOS_PER_SECOND / 10; at < to && isDigit(bytes[at]); unit /= 10, at++) {
                nanos += unit * (bytes[at] - '0');
            }
        }
        long offset = offsetSeconds(bytes, at, to);
        return offset == UNREADABLE ? UNREADABLE : inNanos(seconds - offset, nanos);
    }

    /** Years before 1678 and after 2261 do not fit: they all become the first or last instant that does. */
    private static long inNanos(long seconds, long nanos) {
        long most = Long.MAX_VALUE / NANOS_PER_SECOND - 1;
        return Math.max(-most, Math.min(most, seconds)) * NANOS_PER_SECOND + nanos;
    }

    private static long offsetSeconds(byte[] bytes, int from, int to) {
        if (from == to || (bytes[from] == 'Z' && to - from == 1)) {
            return 0;
        }
        int sign = bytes[from] == '+' ? 1 : bytes[from] == '-' ? -1 : 0;
        int hour = to - from >= 3 ? digits(bytes, from + 1, from + 3) : -1;
        int minuteFrom = to - from >= 6 ? from + 4 : from + 3;
        int minute = minuteFrom == to ? 0 : to - minuteFrom == 2 ? digits(bytes, minuteFrom, to) : -1;
        return sign == 0 || hour < 0 || minute < 0 ? UNREADABLE : sign * (hour * 3600L + minute * 60L);
    }

    private static int digits(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Days from 1970-01-01, counted in years that begin in March so that the leap day comes last. */
    private static long epochDay(int year, int month, int day) {
        long marchYear = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(marchYear, 400);
        long yearOfEra = marchYear - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
