package io.soakline.launch;

import io.soakline.log.RecordLines;
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

        static Cut of(long line, String text) {
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
        try (RecordFileReader reader = RecordFileReader.open(file)) {
            RecordLines.Line line = reader.next();
            while (line != null && more.test(line)) {
                line = reader.next();
            }
            return reader.result();
        }
    }
}
