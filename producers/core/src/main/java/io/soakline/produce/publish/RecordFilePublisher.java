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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every record as a line of JSON into a compressed file, see {@link RecordLines}: what a log would hold, on a device
 * that reaches none. {@code soakline ingest} takes the file to a log later. {@link #flush} makes everything so far readable,
 * so what a killed process leaves can be read up to its last flush. After a first failure to write, as on a full disk, every
 * record is refused: what was lost from the middle of a compressed file would make the rest of it unreadable.
 *
 * <p>A thread of its own turns records into text and waits for the disk, so that neither holds up who samples or measures (a second
 * of a GPU's samples at 100 Hz takes 2 ms of a core, a flush of a memory card far longer).
 */
public final class RecordFilePublisher implements RecordPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFilePublisher.class);

    /** A quarter of a minute of three engines at 1,600 inferences a second (2026-11-28); then who sends has to wait for the disk. */
    private static final int QUEUED_AT_MOST = 256;

    private sealed interface Step {}

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) implements Step {}

    private record Flush(CompletableFuture<@Nullable Void> flushed) implements Step {}

    private record Close() implements Step {}

    private final BufferedWriter out;
    private final RecordLines lines = new RecordLines();
    private final BlockingQueue<Step> queue = new ArrayBlockingQueue<>(QUEUED_AT_MOST);
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
    private @Nullable IOException broken;
    private boolean closing;

    /** @throws IOException when the file exists: records are never overwritten */
    public RecordFilePublisher(Path file) throws IOException {
        this(created(file));
    }

    RecordFilePublisher(OutputStream out) throws IOException {
        this.out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(out, 1 << 16, true), StandardCharsets.UTF_8));
        Thread writer = new Thread(this::run, "record-file");
        writer.setDaemon(true);
        writer.start();
    }

    private static OutputStream created(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    }

    @Override
    public void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
        try {
            enqueue(new Send(topic, key, value, done));
        } catch (IOException e) {
            done.accept(e);
        }
    }

    @Override
    public void flush() {
        Flush flush = new Flush(new CompletableFuture<>());
        try {
            enqueue(flush);
        } catch (IOException e) {
            flush.flushed.completeExceptionally(e);
        }
        await(flush.flushed);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!closing) {
                putUninterruptibly(new Close());
                closing = true;
            }
        }
        await(closed);
    }

    /** Synchronized, so that nothing comes after what closes the file. */
    private synchronized void enqueue(Step step) throws IOException {
        if (closing) {
            throw new IOException("the file of records is closed");
        }
        putUninterruptibly(step);
    }

    /** Whoever is interrupted still has what it measured written: the queue empties as fast as the disk takes it. */
    private void putUninterruptibly(Step step) {
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(step);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CompletableFuture<@Nullable Void> outcome) {
        try {
            outcome.join();
        } catch (CompletionException e) {
            IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            throw new UncheckedIOException("cannot write records", cause);
        }
    }

    private void run() {
        while (true) {
            Step step;
            try {
                step = queue.take();
            } catch (InterruptedException e) {
                // Nobody but the virtual machine's end knows this thread.
                continue;
            }
            if (step instanceof Send send) {
                tell(send.done, failure(send));
            } else if (step instanceof Flush flush) {
                complete(flush.flushed, this::flushOut);
            } else {
                complete(closed, out::close);
                return;
            }
        }
    }

    /** Whatever becomes of the telling, the records after this one are written. */
    private static void tell(Consumer<@Nullable Exception> done, @Nullable Exception failure) {
        try {
            done.accept(failure);
        } catch (RuntimeException e) {
            LOG.error("What became of a record could not be told: {}", e.getMessage(), e);
        }
    }

    private @Nullable Exception failure(Send send) {
        if (broken != null) {
            return broken;
        }
        try {
            out.write(lines.write(send.topic, send.key, send.value));
            out.write('\n');
            return null;
        } catch (MalformedRecordException | RuntimeException e) {
            return e;
        } catch (IOException | Error e) {
            return breaks(e);
        }
    }

    /** An error of the virtual machine, memory for one, may have left half a line as well. */
    private IOException breaks(Throwable e) {
        broken = e instanceof IOException io ? io : new IOException(e);
        return broken;
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void complete(CompletableFuture<@Nullable Void> outcome, Writing writing) {
        try {
            writing.run();
        } catch (IOException | RuntimeException | Error e) {
            outcome.completeExceptionally(breaks(e));
            return;
        }
        outcome.complete(null);
    }

    private void flushOut() throws IOException {
        if (broken != null) {
            throw broken;
        }
        out.flush();
    }
}
