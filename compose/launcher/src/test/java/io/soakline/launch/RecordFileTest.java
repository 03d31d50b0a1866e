package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.RecordCodec;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import io.soakline.produce.publish.RecordFilePublisher;
import io.soakline.record.DeadLetter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {

    @TempDir
    private Path folder;

    private final List<RecordLines.Line> seen = new ArrayList<>();

    private static byte[] letter(int offset) {
        return RecordCodec.of(DeadLetter.class)
                .encode(DeadLetter.newBuilder()
                        .setTopic("runs")
                        .setPartition(0)
                        .setOffset(offset)
                        .setTimestampMillis(8)
                        .setReason("reason number " + Integer.toHexString(offset * 0x9e3779b9))
                        .setKey(null)
                        .setValue(null)
                        .build());
    }

    private Path written(int records) throws Exception {
        Path file = folder.resolve("records.ndjson.gz");
        try (RecordFilePublisher publisher = new RecordFilePublisher(file)) {
            for (int i = 0; i < records; i++) {
                publisher.send(
                        Topic.DEAD_LETTERS,
                        "k",
                        letter(i),
                        failure -> assertThat(failure).isNull());
            }
        }
        return file;
    }

    @Test
    void read_givenWhatAProducerWrote_isEveryRecordInItsOrder() throws Exception {
        RecordFile read = RecordFile.read(written(1_000), seen::add);
        assertThat(read.records()).isEqualTo(1_000);
        assertThat(read.whole()).isTrue();
        assertThat(read.malformed()).isZero();
        assertThat(seen).hasSize(1_000);
        assertThat(seen.get(999).value()).isEqualTo(letter(999));
    }

    @Test
    void read_givenFileWhoseWriterWasKilled_takesWhatThereIsAndSaysSo() throws Exception {
        Path file = written(5_000);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        RecordFile read = RecordFile.read(file, seen::add);
        assertThat(read.whole()).isFalse();
        assertThat(read.malformed()).isZero();
        assertThat(read.records()).isBetween(1_000L, 4_000L).isEqualTo(seen.size());
    }

    @Test
    void read_givenLinesThatAreNoRecords_countsThemAndNamesTheFirst() throws Exception {
        String good = new RecordLines().write(Topic.DEAD_LETTERS, "k", letter(1));
        Path file = Files.writeString(folder.resolve("plain.ndjson"), good + "\nnonsense\n{}\n" + good + "\n");
        RecordFile read = RecordFile.read(file, seen::add);
        assertThat(read.records()).isEqualTo(2);
        assertThat(read.malformed()).isEqualTo(2);
        assertThat(read.firstFault()).startsWith("line 2: no JSON");
    }

    @Test
    void read_givenEmptyFileAndNone_isEmptyAndAnError() throws Exception {
        RecordFile empty = RecordFile.read(Files.createFile(folder.resolve("empty")), seen::add);
        assertThat(empty.records()).isZero();
        assertThat(empty.whole()).isTrue();
        assertThatThrownBy(() -> RecordFile.read(folder.resolve("none"), seen::add))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("there is no file");
    }
}
