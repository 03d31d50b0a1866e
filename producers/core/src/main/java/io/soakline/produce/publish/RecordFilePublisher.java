package io.soakline.produce.publish;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes every record as a line of JSON into a compressed file, see {@link RecordLines}: what a log would hold, on a device
 * that reaches none. {@code soakline ingest} takes the file to a log later. {@link #flush} makes everything so far readable,
 * so what a killed process leaves can be read up to its last flush. After a first failure to write, as on a full disk, every
 * record is refused: what was lost from the middle of a compressed file would make the rest of it unreadable.
 */
public final class RecordFilePublisher implements RecordPublisher {

    private final BufferedWriter out;
    private final RecordLines lines = new RecordLines();
    private @Nullable IOException broken;

    /** @throws IOException when the file exists: records are never overwritten */
    public RecordFilePublisher(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        this.out = writer(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    }

    RecordFilePublisher(OutputStream out) throws IOException {
        this.out = writer(out);
    }

    private static BufferedWriter writer(OutputStream out) throws IOException {
        return new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(out, 1 << 16, true), StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
        done.accept(failure(topic, key, value));
    }

    private @Nullable Exception failure(Topic topic, String key, byte[] value) {
        if (broken != null) {
            return broken;
        }
        try {
            out.write(lines.write(topic, key, value));
            out.write('\n');
            return null;
        } catch (MalformedRecordException e) {
            return e;
        } catch (IOException e) {
            broken = e;
            return e;
        }
    }

    @Override
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            broken = e;
            throw new UncheckedIOException("cannot write records", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write records", e);
        }
    }
}
