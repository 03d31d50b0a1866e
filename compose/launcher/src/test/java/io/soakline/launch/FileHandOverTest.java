package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.publish.RecordFilePublisher;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHandOverTest {

    @TempDir
    private Path folder;

    private final List<OutgoingRecord> log = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private FileHandOver handOver = new FileHandOver(log::add, told::add);

    private interface Writing {
        void into(RecordFilePublisher file) throws IOException;
    }

    @BeforeEach
    void startAnew() {
        log.clear();
        told.clear();
        handOver = new FileHandOver(log::add, told::add);
    }

    private Path write(String name, Writing writing) throws IOException {
        Path file = folder.resolve(name);
        try (RecordFilePublisher publisher = new RecordFilePublisher(file)) {
            writing.into(publisher);
        }
        return file;
    }

    private static byte[] uncompressed(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private Path left(byte[] bytes, int length) throws IOException {
        return Files.write(folder.resolve("left"), Arrays.copyOf(bytes, length));
    }

    private void take(Path... files) throws LaunchException {
        startAnew();
        handOver.take(List.of(files));
        handOver.closeRuns();
    }

    private List<Topic> topics() {
        return log.stream().map(OutgoingRecord::topic).toList();
    }

    private Run lastRun() throws MalformedRecordException {
        OutgoingRecord last = log.get(log.size() - 1);
        assertThat(last.topic()).isEqualTo(Topic.RUNS);
        return RecordCodec.of(Run.class).decode(last.value());
    }

    private void assertKilled(Run run, long endedAtNanos) {
        RunEnd end = Objects.requireNonNull(run.getEnd());
        assertThat(end.getExit()).isEqualTo(RunExit.KILLED);
        assertThat(end.getProduced()).isNull();
        assertThat(end.getEndedAtNanos()).isEqualTo(endedAtNanos);
        assertThat(end.getReason()).contains("left").contains("stop before its end");
        assertThat(told).anyMatch(line -> line.startsWith("run run-1 is closed as killed: "));
        assertThat(handOver.isWhole()).isFalse();
    }

    private Path open() throws IOException {
        return write("open.ndjson.gz", file -> {
            SampleRecordFiles.begin(file, "run-1");
            SampleRecordFiles.samples(file, "bench", 0);
            SampleRecordFiles.batch(file, "run-1", 0);
            SampleRecordFiles.batch(file, "run-1", 1);
        });
    }

    @Test
    void take_givenLastLineCutAtAnyByte_takesTheOthersNamesItAndClosesTheRun() throws Exception {
        byte[] text = uncompressed(open());
        String lines = new String(text, StandardCharsets.UTF_8);
        int last = lines.lastIndexOf('\n', text.length - 2) + 1;
        for (int length = last; length <= text.length; length++) {
            take(left(text, length));
            boolean complete = length >= text.length - 1;
            assertThat(log).hasSize(complete ? 5 : 4);
            assertKilled(lastRun(), SampleRecordFiles.endNanos(complete ? 1 : 0));
            if (length > last && !complete) {
                assertThat(told.get(1))
                        .contains(": line 4, the last, is cut after " + (length - last) + " characters and left out")
                        .endsWith(lines.substring(last, Math.min(length, last + 60)));
            } else {
                assertThat(told).noneMatch(line -> line.contains("is cut"));
            }
            assertThat(told).noneMatch(line -> line.contains("are no records"));
        }
    }

    /** Any byte of the header and of the end, and one in seven between: each takes some milliseconds. */
    @Test
    void take_givenCompressedFileCutAnywhere_takesWhatCanBeReadAndClosesTheRun() throws Exception {
        Path whole = open();
        byte[] bytes = Files.readAllBytes(whole);
        take(whole);
        List<byte[]> values = log.stream().limit(4).map(OutgoingRecord::value).toList();
        int most = 0;
        for (int length = 0; length < bytes.length; length += length < 20 || length > bytes.length - 60 ? 1 : 7) {
            take(left(bytes, length));
            int announced = handOver.runIds().size();
            int taken = log.size() - announced;
            assertThat(taken).isBetween(most, 4);
            most = taken;
            for (int i = 0; i < taken; i++) {
                assertThat(log.get(i).value()).isEqualTo(values.get(i));
            }
            assertThat(handOver.isWhole()).isEqualTo(length == 0);
            if (announced > 0) {
                assertKilled(lastRun(), taken < 3 ? SampleRecordFiles.START : SampleRecordFiles.endNanos(taken - 3));
            }
        }
        assertThat(most).isEqualTo(4);
    }

    /** What a journaling file system may leave behind when the power goes. */
    @Test
    void take_givenZerosAfterTheLastFlush_takesWhatWasFlushed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write("growing.ndjson.gz", file -> {
            SampleRecordFiles.begin(file, "run-1");
            SampleRecordFiles.batch(file, "run-1", 0);
            file.flush();
            bytes.write(Files.readAllBytes(folder.resolve("growing.ndjson.gz")));
        });
        take(left(bytes.toByteArray(), bytes.size() + 4096));
        assertThat(topics()).containsExactly(Topic.RUNS, Topic.INFERENCES, Topic.RUNS);
        assertKilled(lastRun(), SampleRecordFiles.endNanos(0));
    }

    @Test
    void take_givenRunThatEnds_leavesItAlone() throws Exception {
        Path file = write("whole.ndjson.gz", each -> {
            SampleRecordFiles.begin(each, "run-1");
            SampleRecordFiles.batch(each, "run-1", 0);
            SampleRecordFiles.end(each, "run-1");
        });
        take(file);
        assertThat(topics()).containsExactly(Topic.RUNS, Topic.INFERENCES, Topic.RUNS);
        assertThat(Objects.requireNonNull(lastRun().getEnd()).getExit()).isEqualTo(RunExit.COMPLETED);
        assertThat(handOver.isWhole()).isTrue();
        assertThat(told).containsExactly(file + ": 3 records of 1 runs");
    }

    /** Whoever judges the run finds the samples of its device there when their time has come, in whatever order they are named. */
    @Test
    void take_givenSamplesInAFileOfTheirOwn_handsThemOverBesideTheRunOfTheirTime() throws Exception {
        Path soak = write("soak", each -> {
            SampleRecordFiles.begin(each, "run-1");
            SampleRecordFiles.batch(each, "run-1", 0);
            SampleRecordFiles.batch(each, "run-1", 1_000);
            SampleRecordFiles.batch(each, "run-1", 2_500);
        });
        Path samples = write("power", each -> {
            SampleRecordFiles.samples(each, "bench", 0);
            SampleRecordFiles.samples(each, "bench", 10);
        });
        List<Topic> byTime =
                List.of(Topic.RUNS, Topic.INFERENCES, Topic.DEVICES, Topic.INFERENCES, Topic.DEVICES, Topic.INFERENCES);
        take(soak, samples);
        assertThat(topics().subList(0, 6)).isEqualTo(byTime);
        assertThat(told).startsWith(soak + ": 4 records of 1 runs", samples + ": 2 records of 0 runs");
        take(samples, soak);
        assertThat(topics().subList(0, 6)).isEqualTo(byTime);
    }

    @Test
    void take_givenRunThatEndsInALaterFile_leavesItAlone() throws Exception {
        Path first = write("part-1", each -> SampleRecordFiles.begin(each, "run-1"));
        Path second = write("part-2", each -> SampleRecordFiles.end(each, "run-1"));
        take(first, second);
        assertThat(log).hasSize(2);
        assertThat(handOver.isWhole()).isTrue();
    }

    @Test
    void take_givenRunThatRecordedNothing_closesItWhereItBegan() throws Exception {
        take(write("left", each -> SampleRecordFiles.begin(each, "run-1")));
        assertKilled(lastRun(), SampleRecordFiles.START);
    }

    @Test
    void samplesAlone_areThoseOfFilesWithNothingElse() throws Exception {
        Path samples = write("samples", each -> {
            SampleRecordFiles.samples(each, "orin", 10);
            SampleRecordFiles.samples(each, "bench", 0);
            SampleRecordFiles.samples(each, "orin", 0);
        });
        Path empty = write("empty", each -> {});
        assertThat(FileHandOver.areSamplesAlone(List.of(samples, empty))).isTrue();
        assertThat(FileHandOver.areSamplesAlone(List.of(empty))).isFalse();
        assertThat(FileHandOver.areSamplesAlone(List.of(samples, open()))).isFalse();
        take(samples);
        assertThat(handOver.devices().told())
                .containsExactly(
                        "bench: 10 samples by host, 2023-11-14T22:13:20Z to 2023-11-14T22:13:29Z",
                        "orin: 20 samples by host, 2023-11-14T22:13:20Z to 2023-11-14T22:13:39Z");
    }
}
