package io.soakline.produce.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.RecordCodec;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import io.soakline.record.DeadLetter;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RecordFilePublisherTest {

    @TempDir
    private Path folder;

    private static byte[] record(String topic) {
        return RecordCodec.of(DeadLetter.class)
                .encode(DeadLetter.newBuilder()
                        .setTopic(topic)
                        .setPartition(0)
                        .setOffset(7)
                        .setTimestampMillis(8)
                        .setReason("a \"reason\"\nin two lines")
                        .setKey(null)
                        .setValue(ByteBuffer.wrap(new byte[] {1, -1}))
                        .build());
    }

    private static List<String> read(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            byte[] some = new byte[1000];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                bytes.write(some, 0, n);
            }
        } catch (EOFException e) {
            // A file that is still being written has no end yet.
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void send_givenRecords_canBeReadBackEvenBeforeTheFileIsClosed() throws Exception {
        Path file = folder.resolve("new/records.ndjson.gz");
        List<@Nullable Exception> told = new ArrayList<>();
        try (RecordFilePublisher publisher = new RecordFilePublisher(file)) {
            publisher.send(Topic.DEAD_LETTERS, "k1", record("one"), told::add);
            publisher.send(Topic.DEAD_LETTERS, "k2", record("two"), told::add);
            publisher.flush();
            assertThat(read(file)).hasSize(2);
        }
        assertThat(told).containsExactly(null, null);
        RecordLines.Line second = new RecordLines().read(read(file).get(1));
        assertThat(second.topic()).isEqualTo(Topic.DEAD_LETTERS);
        assertThat(second.key()).isEqualTo("k2");
        assertThat(second.value()).isEqualTo(record("two"));
    }

    @Test
    void send_givenWhatIsNoRecord_saysSoAndGoesOn() throws Exception {
        Path file = folder.resolve("records.ndjson.gz");
        List<@Nullable Exception> told = new ArrayList<>();
        try (RecordFilePublisher publisher = new RecordFilePublisher(file)) {
            publisher.send(Topic.RUNS, "k", new byte[] {1, 2, 3}, told::add);
            publisher.send(Topic.DEAD_LETTERS, "k", record("one"), told::add);
        }
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isNotNull();
        assertThat(told.get(1)).isNull();
        assertThat(read(file)).hasSize(1);
    }

    /** A disk that is full for a moment. */
    private static final class FailingOnce extends OutputStream {

        private boolean fails;

        @Override
        public void write(int one) throws IOException {
            if (fails) {
                fails = false;
                throw new IOException("no space left");
            }
        }
    }

    @Test
    void send_givenWritingThatFailedOnce_refusesWhatNobodyCouldRead() throws Exception {
        FailingOnce disk = new FailingOnce();
        List<@Nullable Exception> told = new ArrayList<>();
        RecordFilePublisher publisher = new RecordFilePublisher(disk);
        publisher.send(Topic.DEAD_LETTERS, "k1", record("one"), told::add);
        publisher.flush();
        disk.fails = true;
        publisher.send(Topic.DEAD_LETTERS, "k2", record("two"), told::add);
        assertThatThrownBy(publisher::flush).hasMessageContaining("cannot write records");
        publisher.send(Topic.DEAD_LETTERS, "k3", record("three"), told::add);
        assertThatThrownBy(publisher::flush)
                .as("nothing more becomes readable")
                .hasMessageContaining("cannot write records");
        assertThat(told).hasSize(3);
        assertThat(told.get(2)).hasMessage("no space left");
    }

    /** A memory card that, once told to, takes nothing until it is let. */
    private static final class Stalling extends OutputStream {

        private volatile boolean stalls;
        private final CountDownLatch stalled = new CountDownLatch(1);
        private final CountDownLatch let = new CountDownLatch(1);

        @Override
        public void write(int one) {
            if (stalls) {
                stalled.countDown();
                try {
                    let.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Test
    @Timeout(30)
    void send_givenADiskThatStalls_doesNotWaitForItAndLosesNothing() throws Exception {
        Stalling disk = new Stalling();
        List<@Nullable Exception> told = Collections.synchronizedList(new ArrayList<>());
        RecordFilePublisher publisher = new RecordFilePublisher(disk);
        publisher.send(Topic.DEAD_LETTERS, "k", record("first"), told::add);
        disk.stalls = true;
        CompletableFuture<Void> flushing = CompletableFuture.runAsync(publisher::flush);
        disk.stalled.await();
        for (int i = 0; i < 100; i++) {
            publisher.send(Topic.DEAD_LETTERS, "k", record("one"), told::add);
        }
        assertThat(told).as("only the first is on its way").hasSize(1);
        disk.let.countDown();
        flushing.join();
        publisher.close();
        assertThat(told).hasSize(101).containsOnlyNulls();
    }

    @Test
    void send_onceItIsClosed_saysSo() throws Exception {
        List<@Nullable Exception> told = new ArrayList<>();
        RecordFilePublisher publisher = new RecordFilePublisher(new ByteArrayOutputStream());
        publisher.close();
        publisher.close();
        publisher.send(Topic.DEAD_LETTERS, "k", record("one"), told::add);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).hasMessage("the file of records is closed");
    }

    @Test
    void open_givenFileThatExists_refuses() throws Exception {
        Path file = Files.createFile(folder.resolve("records.ndjson.gz"));
        assertThatThrownBy(() -> new RecordFilePublisher(file)).isInstanceOf(FileAlreadyExistsException.class);
    }
}
