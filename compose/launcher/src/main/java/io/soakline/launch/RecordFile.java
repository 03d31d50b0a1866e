package io.soakline.launch;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file of records as a producer writes it where there is no log, one a line, see {@link RecordLines}; compressed or not.
 *
 * @param records how many could be read
 * @param malformed lines that are no records, without a cut one
 * @param firstFault what is wrong with the first of these, with its line number; empty when there is none
 * @param cut what is left of a last line whose end is missing; null when the file ends with a whole line
 * @param whole false when the file ends in the middle, as one does whose writer was killed
 */
public record RecordFile(
        long records,
        long malformed,
        String firstFault,
        @Nullable Cut cut,
        boolean whole) {

    private static final int NAMED_CHARACTERS = 60;

    /**
     * A last line that is no record, because its end is missing.
     *
     * @param line its number, from 1
     * @param characters that are there
     * @param beginning the first of these
     */
    public record Cut(long line, int characters, String beginning) {

        private static Cut of(long line, String text) {
            String beginning = text.substring(0, Math.min(NAMED_CHARACTERS, text.length()));
            return new Cut(line, text.length(), beginning.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    /**
     * Reads the file to its end, as far as it can be read.
     *
     * @param sink told every record, in the order of the file
     */
    public static RecordFile read(Path file, Consumer<RecordLines.Line> sink) throws LaunchException {
        return readWhile(file, line -> {
            sink.accept(line);
            return true;
        });
    }

    /**
     * Reads the file until it has seen enough.
     *
     * @param more told every record, in the order of the file; false ends reading, and what comes after it counts nowhere
     */
    static RecordFile readWhile(Path file, Predicate<RecordLines.Line> more) throws LaunchException {
        Reading reading = new Reading(more);
        try (TornStream bytes = TornStream.open(file);
                BufferedReader in = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            String text = in.readLine();
            while (text != null && reading.take(text)) {
                text = in.readLine();
            }
            return reading.result(bytes);
        } catch (NoSuchFileException e) {
            throw new LaunchException("there is no file " + file, e);
        } catch (IOException e) {
            throw new LaunchException("cannot read " + file + ": " + e, e);
        }
    }

    /** Lines as they are counted. */
    private static final class Reading {

        private final RecordLines lines = new RecordLines();
        private final Predicate<RecordLines.Line> more;
        private long records;
        private long malformed;
        private String firstFault = "";
        /** The last line, where that is no record. */
        private @Nullable String fault;

        Reading(Predicate<RecordLines.Line> more) {
            this.more = more;
        }

        boolean take(String text) {
            RecordLines.Line line;
            try {
                line = lines.read(text);
            } catch (MalformedRecordException e) {
                malformed++;
                fault = text;
                if (firstFault.isEmpty()) {
                    firstFault = "line " + (records + malformed) + ": " + e.getMessage();
                }
                return true;
            }
            records++;
            fault = null;
            return more.test(line);
        }

        RecordFile result(TornStream bytes) {
            if (fault == null || bytes.isAtLineStart()) {
                return new RecordFile(records, malformed, firstFault, null, !bytes.isTorn());
            }
            // The line that was being written is no fault of its own.
            Cut cut = Cut.of(records + malformed, fault);
            return new RecordFile(records, malformed - 1, malformed == 1 ? "" : firstFault, cut, false);
        }
    }
}
