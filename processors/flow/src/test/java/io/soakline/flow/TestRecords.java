package io.soakline.flow;

import io.soakline.log.InferenceColumns;
import io.soakline.log.RecordCodec;
import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records that the tests put on the log. */
final class TestRecords {

    static final long SECOND = Duration.ofSeconds(1).toNanos();
    static final int INPUTS = 4;

    static {
        // What makes Avro copy a record, such as a builder of another one, asks whether its class is trusted: see
        // RecordCodec.
        RecordCodec.of(Run.class);
    }

    private TestRecords() {}

    static Run run(String runId, String deviceId, String compiler) {
        return Run.newBuilder()
                .setRunId(runId)
                .setDeviceId(deviceId)
                .setEngineId("engine of " + runId)
                .setEngineName("name of " + runId)
                .setCompiler(compiler)
                .setCompilerVersion("1")
                .setTarget("llvm")
                .setConfigurationDigest("configuration")
                .setArtefactDigest("artefact of " + runId)
                .setModelName("model")
                .setModelDigest("model")
                .setInputSetDigest("inputs")
                .setInputCount(INPUTS)
                .setInputLabels(List.of(0, 1, 0, 1))
                .setDevice(Map.of())
                .setEnvironment(Map.of())
                .setLoad(Load.newBuilder()
                        .setPattern(LoadPattern.CLOSED)
                        .setDeadlineNanos(5_000_000L)
                        .build())
                .setProducerVersion("test")
                .setStartedAtNanos(0)
                .build();
    }

    static Run ended(Run run, long endedAtNanos, @Nullable Long produced, RunExit exit) {
        return Run.newBuilder(run)
                .setEnd(RunEnd.newBuilder()
                        .setEndedAtNanos(endedAtNanos)
                        .setProduced(produced)
                        .setExit(exit)
                        .setReason(exit == RunExit.COMPLETED ? "" : "signal 9")
                        .build())
                .build();
    }

    /** Inferences one after the other, {@code stepNanos} from start to start; latency 1 ms and a little more each. */
    static byte[] batch(Run run, long firstSequence, int count, long startNanos, long stepNanos) {
        InferenceColumns columns = new InferenceColumns();
        columns.open(
                run.getRunId(),
                run.getDeviceId(),
                run.getEngineId(),
                run.getModelDigest(),
                run.getInputSetDigest(),
                firstSequence);
        for (int i = 0; i < count; i++) {
            long sequence = firstSequence + i;
            int input = (int) (sequence % INPUTS);
            long digest = run.getCompiler().hashCode();
            int output = columns.digestIndex(digest, input, digest, input);
            columns.append(startNanos + i * stepNanos, 0, 1_000_000 + sequence % 1000, input, output, 0);
        }
        return columns.encode();
    }

    static DeviceBatch device(String deviceId, long atNanos, double percent) {
        return DeviceBatch.newBuilder()
                .setDeviceId(deviceId)
                .setSampler("host")
                .setFirstSequence(0)
                .setSampleAtNanos(List.of(atNanos))
                .setChannels(List.of(DeviceChannel.newBuilder()
                        .setQuantity("cpuUtilisationPercent")
                        .setSensor("all")
                        .setValues(List.of(percent))
                        .build()))
                .build();
    }

    static byte[] encode(Run run) {
        return RecordCodec.of(Run.class).encode(run);
    }

    static byte[] encode(DeviceBatch batch) {
        return RecordCodec.of(DeviceBatch.class).encode(batch);
    }
}
