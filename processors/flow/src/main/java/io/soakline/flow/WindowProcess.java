package io.soakline.flow;

import io.soakline.log.Topic;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Panes and run outputs in; windows, agreements and alerts out. {@link WindowStage} does the work. */
final class WindowProcess implements ProcessLoop.Handler {

    static final LogAccess.Role ROLE = new LogAccess.Role("windows", List.of(Topic.PANES, Topic.RUN_OUTPUTS), true);

    private final WindowStage stage;
    private final ProcessLog log;
    private final Scheduler clock;
    private final Consumer<Set<String>> finishedRuns;

    /** @param finishedRuns told which runs are done with, once everything about them is written */
    WindowProcess(WindowStage stage, ProcessLog log, Scheduler clock, Consumer<Set<String>> finishedRuns) {
        this.stage = stage;
        this.log = log;
        this.clock = clock;
        this.finishedRuns = finishedRuns;
    }

    @Override
    public Mono<Void> accept(ProcessLog.Event event) {
        if (event instanceof ProcessLog.Assigned assigned) {
            return Mono.zip(log.history(Topic.ALERTS), log.history(Topic.AGREEMENTS))
                    .publishOn(clock)
                    .doOnNext(past ->
                            stage.assigned(assigned.partitions(), assigned.committed(), past.getT1(), past.getT2()))
                    .then();
        }
        return Mono.fromRunnable(() -> {
            if (event instanceof ProcessLog.Batch batch) {
                for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
                    stage.accept(record);
                }
                stage.work(now());
                batch.done().run();
            } else if (event instanceof ProcessLog.Revoked revoked) {
                stage.revoked(revoked.partitions());
            }
        });
    }

    @Override
    public Mono<Void> tick() {
        return Mono.defer(() -> {
            stage.work(now());
            Emission emission = stage.take();
            Mono<Void> written = emission.isEmpty() ? Mono.empty() : log.commit(emission.records(), emission.offsets());
            return written.then(Mono.fromRunnable(() -> finishedRuns.accept(stage.finishedRuns())));
        });
    }

    private long now() {
        // In nanoseconds a scheduler counts from anywhere, in milliseconds from 1970.
        return TimeUnit.MILLISECONDS.toNanos(clock.now(TimeUnit.MILLISECONDS));
    }
}
