package io.soakline.flow;

import io.soakline.kafka.KafkaTail;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.OutputSketch;
import io.soakline.record.Run;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** The runs, the outputs and the baselines that are described on the log, kept up to date. Read from any thread. */
final class RunCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(RunCatalog.class);

    private final LogAccess access;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final OutputCatalog outputs = new OutputCatalog(OutputCatalog.MOST_BYTES);
    private final Queue<Run> changes = new ConcurrentLinkedQueue<>();
    private final Sinks.One<Boolean> caughtUp = Sinks.one();
    private final RecordCodec<Run> runCodec = RecordCodec.of(Run.class);
    private final RecordCodec<OutputSketch> outputCodec = RecordCodec.of(OutputSketch.class);
    private final BaselineCatalog baselines = new BaselineCatalog();

    RunCatalog(LogAccess access) {
        this.access = access;
    }

    /** Follows the topics until cancelled. After an error subscribe again: what is known stays. */
    Mono<Void> follow(Scheduler worker) {
        return access.follow(worker, Topic.RUNS, Topic.OUTPUTS, Topic.BASELINES)
                .doOnNext(this::accept)
                .then();
    }

    /** Completes once everything that was on the topics at the start is known. */
    Mono<Void> caughtUp() {
        return caughtUp.asMono().then();
    }

    private void accept(KafkaTail.Event event) {
        if (event instanceof KafkaTail.Records polled) {
            polled.records().forEach(this::accept);
        } else {
            caughtUp.tryEmitValue(true);
        }
    }

    /** Takes a record of one of the topics. */
    void accept(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(access.name(Topic.BASELINES))) {
                baselines.accept(record);
            } else if (record.value() == null) {
                return;
            } else if (record.topic().equals(access.name(Topic.RUNS))) {
                accept(runCodec.decode(record.value()));
            } else {
                outputs.accept(outputCodec.decode(record.value()));
            }
        } catch (MalformedRecordException e) {
            LOG.warn(
                    "{}-{} offset {}: {}; it is passed over",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private void accept(Run run) {
        runs.put(run.getRunId(), run);
        changes.add(run);
    }

    BaselineCatalog baselines() {
        return baselines;
    }

    /** Engine and device pairs with a run that had begun and not ended at that time. */
    int liveStreams(long atNanos) {
        return (int) runs.values().stream()
                .filter(run -> run.getStartedAtNanos() <= atNanos
                        && (run.getEnd() == null || run.getEnd().getEndedAtNanos() > atNanos))
                .map(run -> new StreamKey(run.getEngineId(), run.getDeviceId()))
                .distinct()
                .count();
    }

    @Nullable
    Run run(String runId) {
        return runs.get(runId);
    }

    Collection<Run> runs() {
        return runs.values();
    }

    /** The next run that was written since the last call; null when there is none. For one caller. */
    @Nullable
    Run nextChange() {
        return changes.poll();
    }

    OutputCatalog outputs() {
        return outputs;
    }
}
