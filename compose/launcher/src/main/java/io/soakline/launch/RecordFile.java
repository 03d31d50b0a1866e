package io.soakline.launch;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A file of records as a producer writes it where there is no log, one a line, see {@link RecordLines}; compressed or not.
 *
 * @param records how many could be read
 * @param malformed lines that are no records
 * @param firstFault what is wrong with the first of these, with its line number; empty when there is none
 * @param whole false when the file ends in the middle, as one does whose writer was killed
 * @param runIds of the runs that are announced in it
 */
public record RecordFile(long records, long malformed, String firstFault, boolean whole, Set<String> runIds) {

    private static final int GZIP_MAGIC = 0x1f8b;

    public RecordFile {
        runIds = Set.copyOf(runIds);
    }

    /**
     * Reads the file to its end, as far as it can be read.
     *
     * @param sink told every record, in the order of the file
     */
    public static RecordFile read(Path file, Consumer<RecordLines.Line> sink) throws LaunchException {
        RecordLines lines = new RecordLines();
        Set<String> runIds = new LinkedHashSet<>();
        long records = 0;
        long malformed = 0;
        String firstFault = "";
        boolean lastMalformed = false;
        boolean torn;
        try (Torn bytes = new Torn(open(file));
                BufferedReader in = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                try {
                    RecordLines.Line line = lines.read(text);
                    sink.accept(line);
                    records++;
                    lastMalformed = false;
                    if (line.topic() == Topic.RUNS) {
                        runIds.add(line.key());
                    }
                } catch (MalformedRecordException e) {
                    malformed++;
                    lastMalformed = true;
                    if (firstFault.isEmpty()) {
                        firstFault = "line " + (records + malformed) + ": " + e.getMessage();
                    }
                }
            }
            torn = bytes.torn;
        } catch (NoSuchFileException e) {
            throw new LaunchException("there is no file " + file, e);
        } catch (IOException e) {
            throw new LaunchException("cannot read " + file + ": " + e, e);
        }
        if (torn && lastMalformed) {
            // The line that was being written is no fault of its own.
            malformed--;
            firstFault = malformed == 0 ? "" : firstFault;
        }
        return new RecordFile(records, malformed, firstFault, !torn, runIds);
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }

    /** Ends where a torn compressed file does: whoever reads through buffers would lose what came just before. */
    private static final class Torn extends FilterInputStream {

        private boolean torn;

        Torn(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return torn ? -1 : super.read(into, offset, length);
            } catch (EOFException e) {
                torn = true;
                return -1;
            }
        }
    }
}
