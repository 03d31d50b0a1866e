package io.soakline.launch;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RecordFile} record by record. */
final class RecordFileReader implements AutoCloseable {

    private final Path file;
    private final TornStream bytes;
    private final BufferedReader in;
    private final RecordLines lines = new RecordLines();
    private long records;
    private long malformed;
    private String firstFault = "";
    /** The last line, where that is no record. */
    private @Nullable String fault;

    private RecordFileReader(Path file, TornStream bytes) {
        this.file = file;
        this.bytes = bytes;
        in = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    static RecordFileReader open(Path file) throws LaunchException {
        try {
            return new RecordFileReader(file, TornStream.open(file));
        } catch (NoSuchFileException e) {
            throw new LaunchException("there is no file " + file, e);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private static LaunchException cannotRead(Path file, IOException e) {
        return new LaunchException("cannot read " + file + ": " + e, e);
    }

    /** The next line that is a record; null at the end. */
    RecordLines.@Nullable Line next() throws LaunchException {
        try {
            String text = in.readLine();
            while (text != null) {
                try {
                    RecordLines.Line line = lines.read(text);
                    records++;
                    fault = null;
                    return line;
                } catch (MalformedRecordException e) {
                    malformed++;
                    fault = text;
                    if (firstFault.isEmpty()) {
                        firstFault = "line " + (records + malformed) + ": " + e.getMessage();
                    }
                }
                text = in.readLine();
            }
            return null;
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    /** What was read so far. */
    RecordFile result() {
        if (fault == null || bytes.isAtLineStart()) {
            return new RecordFile(records, malformed, firstFault, null, !bytes.isTorn());
        }
        // The line that was being written is no fault of its own.
        RecordFile.Cut cut = RecordFile.Cut.of(records + malformed, fault);
        return new RecordFile(records, malformed - 1, malformed == 1 ? "" : firstFault, cut, false);
    }

    @Override
    public void close() throws LaunchException {
        try {
            in.close();
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }
}
