package io.soakline.produce;

import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.output.golden.GoldenKeeper;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.produce.soak.Soak;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One engine with its soak and its record on the log, from start to end. Used by one thread. */
final class EngineRun {

    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);

    private final Path directory;
    private final InferenceEngine engine;
    private final Soak soak;
    private final Run record;
    private final @Nullable GoldenKeeper keeper;
    private final RecordCodec<Run> codec = RecordCodec.of(Run.class);

    /** @param keeper of this engine's outputs; null when none are kept */
    EngineRun(Path directory, InferenceEngine engine, Soak soak, Run record, @Nullable GoldenKeeper keeper) {
        this.directory = directory;
        this.engine = engine;
        this.soak = soak;
        this.record = record;
        this.keeper = keeper;
    }

    String id() {
        return record.getRunId();
    }

    Path directory() {
        return directory;
    }

    Soak soak() {
        return soak;
    }

    Run record() {
        return record;
    }

    boolean ended() {
        return record.getEnd() != null;
    }

    /** Sends the run's record as it is now. */
    void publish(RecordPublisher publisher, Consumer<@Nullable Exception> done) {
        publisher.send(Topic.RUNS, Keys.of(record), codec.encode(record), done);
    }

    /** Writes the golden outputs that were kept since it was last done; when that fails, the run says so and goes on. */
    void writeGolden() {
        if (keeper == null) {
            return;
        }
        try {
            keeper.write();
        } catch (EngineException e) {
            LOG.error("Run {} keeps no golden outputs", id(), e);
            record.getEnvironment().put("goldenOutputs", "not kept: " + e.getMessage());
        }
    }

    /**
     * Fills in the end. Everything the run handed over must have been drained before, so that failed deliveries are
     * known.
     */
    void end(long wallNanos, RunExit exit, String reason) {
        long failures = soak.delivery().failures();
        String lost = failures == 0
                ? ""
                : failures + " records did not reach the log: "
                        + soak.delivery().firstReason();
        record.setEnd(RunEnd.newBuilder()
                .setEndedAtNanos(wallNanos)
                .setProduced(soak.produced())
                .setExit(failures == 0 ? exit : RunExit.FAILED)
                .setReason(reason.isEmpty() || lost.isEmpty() ? reason + lost : reason + "; " + lost)
                .build());
        record.setUnsketched(soak.unsketched());
    }

    /** Frees the engine, which ends the process where its native code fails: the run's end is to be on the log before. */
    void close() {
        try {
            engine.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("The engine of run {} cannot be freed", id(), e);
        }
    }
}
