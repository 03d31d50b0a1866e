package io.soakline.launch;

import io.soakline.log.ExampleRecords;
import io.soakline.log.InferenceColumns;
import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.util.List;
import java.util.stream.LongStream;

/** What a producer writes to a file: runs of batches of 2 inferences, and samples. */
final class SampleRecordFiles {

    static final long START = ExampleRecords.START;
    /** Of a batch. */
    static final long BATCH = 10_000_000L;

    private static final long LATENCY = 400_000L;

    private SampleRecordFiles() {}

    /** Announces the run. */
    static void begin(RecordPublisher file, String runId) {
        send(file, ExampleRecords.run(runId, "tvm"));
    }

    /** Closes the run as its producer does. */
    static void end(RecordPublisher file, String runId) {
        Run run = ExampleRecords.run(runId, "tvm");
        run.setEnd(new RunEnd(START + 100 * BATCH, 2L, RunExit.COMPLETED, ""));
        send(file, run);
    }

    private static void send(RecordPublisher file, Run run) {
        file.send(Topic.RUNS, Keys.of(run), RecordCodec.of(Run.class).encode(run), failure -> {});
    }

    /** The run's batch number {@code number}, from 0; its last inference ends at {@link #endNanos}. */
    static void batch(RecordPublisher file, String runId, int number) {
        InferenceColumns columns = new InferenceColumns();
        columns.open(runId, "bench", "e", "m", "i", number * 2L);
        for (int i = 0; i < 2; i++) {
            int output = columns.digestIndex(1, 2, 1, 2);
            columns.append(START + number * BATCH + i * BATCH / 2, 0, LATENCY, 0, output, 0);
        }
        file.send(Topic.INFERENCES, "bench", columns.encode(), failure -> {});
    }

    static long endNanos(int batch) {
        return START + batch * BATCH + BATCH / 2 + LATENCY;
    }

    /** Ten samples, a second apart. */
    static void samples(RecordPublisher file, String device, int fromSecond) {
        List<Long> at = LongStream.range(fromSecond, fromSecond + 10)
                .mapToObj(second -> START + second * 1_000_000_000L)
                .toList();
        DeviceBatch batch = DeviceBatch.newBuilder()
                .setDeviceId(device)
                .setSampler("host")
                .setFirstSequence(fromSecond)
                .setSampleAtNanos(at)
                .setChannels(List.of(DeviceChannel.newBuilder()
                        .setQuantity("cpuUtilisationPercent")
                        .setSensor("cpu0")
                        .setValues(at.stream().map(each -> 1.5).toList())
                        .build()))
                .build();
        file.send(
                Topic.DEVICES, Keys.of(batch), RecordCodec.of(DeviceBatch.class).encode(batch), failure -> {});
    }
}
