package io.soakline.backtest;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a series row by row from text of {@code timestamp,value} lines, in constant memory.
 *
 * <p>Taken as they come: a header, a byte order mark, CR LF, blank lines, quoted fields, semicolons or tabs instead of
 * commas (then with a decimal comma too), one column of values without timestamps, columns after the second, which are
 * left unread. Every data row has an index, also one without a usable value, so that an index leads back to its line.
 *
 * <p>Counted, never thrown: see {@link SeriesQuality}. Not thread-safe.
 */
public final class SeriesReader implements Closeable {

    private static final int BUFFER_BYTES = 1 << 18;

    /** Longer lines are malformed; what is not text often has no line ends. */
    private static final int LONGEST_LINE_BYTES = 1 << 20;

    private static final Set<String> MISSING =
            Set.of("", "nan", "na", "n/a", "null", "none", "-", "inf", "infinity", "-inf", "-infinity", "+inf");

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final Timestamps timestamps = new Timestamps();
    private final Steps steps = new Steps();
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int limit;
    private boolean ended;

    private boolean started;
    private byte separator = ',';
    private boolean decimalComma;

    private int timestampFrom;
    private int timestampTo;
    private double value = Double.NaN;

    private long lines;
    private long rows;
    private long missing;
    private long malformed;
    private long firstMalformedLine;
    private long unreadableTimestamps;

    private int lineFrom;
    private int lineTo;
    private boolean lineTooLong;

    private SeriesReader(InputStream in) {
        this.in = in;
    }

    public static SeriesReader open(Path file) throws IOException {
        return new SeriesReader(Files.newInputStream(file));
    }

    /** The stream is closed with the reader. */
    public static SeriesReader of(InputStream in) {
        return new SeriesReader(in);
    }

    /** Goes to the next data row; false at the end of the input. */
    public boolean next() throws IOException {
        while (nextLine()) {
            if (lineFrom == lineTo && !lineTooLong) {
                continue;
            }
            if (!started) {
                started = true;
                findSeparator();
                if (isHeader()) {
                    continue;
                }
            }
            readRow();
            return true;
        }
        return false;
    }

    /** Of the current row, from 0. */
    public long index() {
        return rows - 1;
    }

    /** Of the current row; NaN when it has no usable value. */
    public double value() {
        return value;
    }

    /** Of the current row, as written; null when it has none. */
    public @Nullable String timestamp() {
        return timestampFrom == timestampTo
                ? null
                : new String(buffer, timestampFrom, timestampTo - timestampFrom, StandardCharsets.UTF_8);
    }

    /** Of the rows read so far. */
    public SeriesQuality quality() {
        return new SeriesQuality(
                rows,
                rows - missing - malformed,
                missing,
                malformed,
                firstMalformedLine,
                unreadableTimestamps,
                steps.duplicates(),
                steps.backward(),
                steps.gaps());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void readRow() {
        rows++;
        value = Double.NaN;
        timestampFrom = timestampTo = 0;
        if (lineTooLong) {
            malformed();
            return;
        }
        int end = fieldEnd(lineFrom, lineTo);
        if (end < lineTo) {
            readTimestamp(lineFrom, end);
            readValue(end + 1, fieldEnd(end + 1, lineTo));
        } else {
            readValue(lineFrom, end);
        }
    }

    /** Index of the separator that ends the field, or of the line's end. A separator in quotes ends nothing. */
    private int fieldEnd(int from, int to) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte b = buffer[i];
            if (b == '"') {
                quoted = !quoted;
            } else if (b == separator && !quoted) {
                return i;
            }
        }
        return to;
    }

    private void readTimestamp(int fieldFrom, int fieldTo) {
        timestampFrom = trimmedFrom(fieldFrom, fieldTo);
        timestampTo = trimmedTo(timestampFrom, fieldTo);
        long nanos = timestamps.parse(buffer, timestampFrom, timestampTo);
        if (nanos == Timestamps.UNREADABLE) {
            unreadableTimestamps++;
        } else {
            steps.accept(nanos);
        }
    }

    private void readValue(int fieldFrom, int fieldTo) {
        int from = trimmedFrom(fieldFrom, fieldTo);
        int to = trimmedTo(from, fieldTo);
        double parsed = from == to ? Double.NaN : parse(from, to);
        if (Double.isFinite(parsed)) {
            value = parsed;
        } else if (isMissing(from, to)) {
            missing++;
        } else {
            malformed();
        }
    }

    /** NaN also when the field is no number. */
    private double parse(int from, int to) {
        if (decimalComma) {
            for (int i = from; i < to; i++) {
                if (buffer[i] == ',') {
                    buffer[i] = '.';
                }
            }
        }
        // The parser takes what Java source takes: 1d, 2f, 0x1p3 are no decimal numbers.
        byte last = buffer[to - 1];
        if ((last < '0' || last > '9') && last != '.') {
            return Double.NaN;
        }
        try {
            return JavaDoubleParser.parseDouble(buffer, from, to - from);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private boolean isMissing(int from, int to) {
        // Numbers too large for a double are infinite: missing, as an infinity written out is.
        return MISSING.contains(text(from, to).toLowerCase(Locale.ROOT)) || isNumber(from, to);
    }

    private boolean isNumber(int from, int to) {
        return !Double.isNaN(parse(from, to));
    }

    private void malformed() {
        if (malformed++ == 0) {
            firstMalformedLine = lines;
        }
    }

    /** The first line is a header when its value is neither a number nor a way to write a missing one. */
    private boolean isHeader() {
        int end = fieldEnd(lineFrom, lineTo);
        int valueFrom = end < lineTo ? end + 1 : lineFrom;
        int valueTo = end < lineTo ? fieldEnd(valueFrom, lineTo) : lineTo;
        int from = trimmedFrom(valueFrom, valueTo);
        int to = trimmedTo(from, valueTo);
        return !lineTooLong && from < to && !isNumber(from, to) && !isMissing(from, to);
    }

    private void findSeparator() {
        for (byte candidate : new byte[] {';', '\t', ','}) {
            separator = candidate;
            if (fieldEnd(lineFrom, lineTo) < lineTo) {
                break;
            }
        }
        decimalComma = separator != ',';
    }

    private int trimmedFrom(int from, int to) {
        int i = from;
        while (i < to && isPadding(buffer[i])) {
            i++;
        }
        return i;
    }

    private int trimmedTo(int from, int to) {
        int i = to;
        while (i > from && isPadding(buffer[i - 1])) {
            i--;
        }
        return i;
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == '"' || b == '\t';
    }

    private String text(int from, int to) {
        return new String(buffer, from, Math.min(to - from, 32), StandardCharsets.UTF_8);
    }

    /** Sets {@code lineFrom} and {@code lineTo}, without the line's end and the blanks around it. */
    private boolean nextLine() throws IOException {
        lineTooLong = false;
        int searched = next;
        while (true) {
            for (int i = searched; i < limit; i++) {
                if (buffer[i] == '\n') {
                    line(next, i);
                    next = i + 1;
                    return true;
                }
            }
            if (ended) {
                return lastLine();
            }
            searched = fill();
        }
    }

    private boolean lastLine() {
        if (next == limit && !lineTooLong) {
            return false;
        }
        line(next, limit);
        next = limit;
        return true;
    }

    private void line(int from, int to) {
        lines++;
        int start = lines == 1 && startsWithByteOrderMark(from, to) ? from + BYTE_ORDER_MARK.length : from;
        int end = to > start && buffer[to - 1] == '\r' ? to - 1 : to;
        while (start < end && buffer[start] == ' ') {
            start++;
        }
        while (end > start && buffer[end - 1] == ' ') {
            end--;
        }
        lineFrom = start;
        lineTo = end;
    }

    private boolean startsWithByteOrderMark(int from, int to) {
        return to - from >= 3 && Arrays.equals(buffer, from, from + 3, BYTE_ORDER_MARK, 0, 3);
    }

    /**
     * Makes room behind the unread bytes and reads once. A line that is too long loses what was read of it.
     *
     * @return where the newly read bytes begin
     */
    private int fill() throws IOException {
        int unread = limit - next;
        if (unread >= LONGEST_LINE_BYTES) {
            lineTooLong = true;
            unread = 0;
            next = limit;
        }
        if (unread == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        } else if (next > 0) {
            System.arraycopy(buffer, next, buffer, 0, unread);
        }
        next = 0;
        limit = unread;
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
        return unread;
    }
}
