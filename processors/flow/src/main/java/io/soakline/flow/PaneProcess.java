package io.soakline.flow;

import io.soakline.log.Topic;
import io.soakline.record.Run;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Inferences and device samples in; panes, run outputs, dead letters and alerts out. {@link PaneStage} does the work. */
final class PaneProcess implements ProcessLoop.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(PaneProcess.class);

    static final LogAccess.Role ROLE = new LogAccess.Role("panes", List.of(Topic.INFERENCES, Topic.DEVICES), false);

    /** How often the ends of partitions are asked for while something depends on them. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final FlowSettings settings;
    private final LogAccess names;
    private final RunCatalog catalog;
    private final FlowCounters counters;
    private final ProcessLog log;
    private final Scheduler clock;
    private @Nullable PaneStage stage;
    private long lastLookNanos;

    PaneProcess(
            FlowSettings settings,
            LogAccess names,
            RunCatalog catalog,
            FlowCounters counters,
            ProcessLog log,
            Scheduler clock) {
        this.settings = settings;
        this.names = names;
        this.catalog = catalog;
        this.counters = counters;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Mono<Void> accept(ProcessLog.Event event) {
        if (event instanceof ProcessLog.Assigned assigned) {
            return assign(assigned);
        }
        return Mono.fromRunnable(() -> {
            PaneStage current = stage;
            if (current != null) {
                followRuns(current);
                accept(current, event);
            }
        });
    }

    private void accept(PaneStage current, ProcessLog.Event event) {
        if (event instanceof ProcessLog.Batch batch) {
            long now = now();
            for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
                current.accept(record, now);
            }
            batch.done().run();
        } else if (event instanceof ProcessLog.Revoked revoked) {
            current.revoked(revoked.partitions());
        }
    }

    private Mono<Void> assign(ProcessLog.Assigned assigned) {
        return Mono.zip(log.partitionCount(Topic.INFERENCES), log.history(Topic.PANES), log.history(Topic.ALERTS))
                .publishOn(clock)
                .doOnNext(known -> {
                    PaneStage current = stage;
                    if (current == null) {
                        current = new PaneStage(settings, names, known.getT1(), counters);
                        stage = current;
                    }
                    current.assigned(
                            assigned.partitions(),
                            assigned.committed(),
                            known.getT2(),
                            known.getT3(),
                            catalog.runs(),
                            now());
                    LOG.info("panes: working on {}", assigned.partitions());
                })
                .then();
    }

    @Override
    public Mono<Void> tick() {
        return Mono.defer(() -> {
            PaneStage current = stage;
            if (current == null) {
                return Mono.empty();
            }
            followRuns(current);
            return look(current).then(Mono.defer(() -> write(current)));
        });
    }

    private void followRuns(PaneStage current) {
        for (Run run = catalog.nextChange(); run != null; run = catalog.nextChange()) {
            current.describe(run, now());
        }
    }

    /** Asks for the ends of partitions where something is due. A look that fails is made again later. */
    private Mono<Void> look(PaneStage current) {
        long now = now();
        if (now - lastLookNanos < LOOK.toNanos()) {
            return Mono.empty();
        }
        lastLookNanos = now;
        Set<TopicPartition> due = new HashSet<>(current.due(now));
        due.addAll(current.inferencePartitions());
        if (due.isEmpty()) {
            return Mono.empty();
        }
        return log.endOffsets(due)
                .onErrorResume(RuntimeException.class, e -> Mono.just(Map.of()))
                .publishOn(clock)
                .doOnNext(ends -> {
                    current.pass(ends, now());
                    counters.lag = ends.isEmpty() ? counters.lag : current.lag(ends);
                })
                .then();
    }

    private Mono<Void> write(PaneStage current) {
        Emission emission = current.take(now());
        return emission.isEmpty() ? Mono.empty() : log.commit(emission.records(), emission.offsets());
    }

    private long now() {
        // In nanoseconds a scheduler counts from anywhere, in milliseconds from 1970.
        return TimeUnit.MILLISECONDS.toNanos(clock.now(TimeUnit.MILLISECONDS));
    }
}
