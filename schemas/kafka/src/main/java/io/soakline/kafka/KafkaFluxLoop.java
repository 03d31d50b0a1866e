package io.soakline.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/** The poll loop behind {@link KafkaFlux}: one thread owns the consumer. */
final class KafkaFluxLoop implements Runnable, ConsumerRebalanceListener {

    private final KafkaFlux.Settings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final FluxSink<KafkaFlux.Event> sink;
    private final Thread thread;
    private final Queue<java.util.function.Consumer<Consumer<byte[], byte[]>>> commands = new ConcurrentLinkedQueue<>();

    private final Object lock = new Object();
    /** Guarded by {@link #lock}: acknowledged and not yet committed. */
    private final Map<TopicPartition, OffsetAndMetadata> acknowledged = new HashMap<>();
    /** Guarded by {@link #lock}: batches handed out and not yet answered. */
    private int inFlight;

    private volatile boolean stopped;
    private volatile boolean paused;
    private long lastCommitNanos = System.nanoTime();

    KafkaFluxLoop(KafkaFlux.Settings settings, Consumer<byte[], byte[]> consumer, FluxSink<KafkaFlux.Event> sink) {
        this.settings = settings;
        this.consumer = consumer;
        this.sink = sink;
        thread = new Thread(this, "kafka-" + settings.groupId());
        thread.setDaemon(true);
    }

    void start() {
        sink.onRequest(n -> {
            if (paused) {
                consumer.wakeup();
            }
        });
        sink.onDispose(() -> {
            stopped = true;
            if (Thread.currentThread() != thread) {
                consumer.wakeup();
            }
        });
        thread.start();
    }

    boolean submit(java.util.function.Consumer<Consumer<byte[], byte[]>> command) {
        if (stopped) {
            return false;
        }
        commands.add(command);
        consumer.wakeup();
        return true;
    }

    void answered(Map<TopicPartition, OffsetAndMetadata> offsets) {
        synchronized (lock) {
            offsets.forEach((partition, offset) ->
                    acknowledged.merge(partition, offset, (a, b) -> b.offset() >= a.offset() ? b : a));
            inFlight--;
            lock.notifyAll();
        }
    }

    /** On the consumer's thread, so that nothing is handed out between the looks at answers and at positions. */
    boolean caughtUp(Consumer<byte[], byte[]> own) {
        synchronized (lock) {
            if (inFlight > 0) {
                return false;
            }
        }
        Set<TopicPartition> assigned = own.assignment();
        Map<TopicPartition, Long> ends = own.endOffsets(assigned);
        return !assigned.isEmpty()
                && assigned.stream().allMatch(partition -> own.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    @Override
    public void run() {
        Throwable failure = null;
        try {
            consumer.subscribe(
                    settings.topics().stream().map(settings.kafka()::name).toList(), this);
            while (!stopped) {
                runCommands();
                followDemand();
                pollOnce();
                commitNowAndThen();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        stopped = true;
        finish(failure);
    }

    private void runCommands() {
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            command.accept(consumer);
        }
    }

    private void followDemand() {
        boolean wanted = sink.requestedFromDownstream() > 0;
        if (wanted && paused) {
            paused = false;
            consumer.resume(consumer.assignment());
        } else if (!wanted && !paused) {
            paused = true;
            consumer.pause(consumer.assignment());
            if (sink.requestedFromDownstream() > 0) {
                // Demand came between the look and the pause, when nobody would have woken the poll.
                followDemand();
            }
        }
    }

    private void pollOnce() {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(KafkaFlux.Settings.POLL);
        } catch (WakeupException e) {
            return;
        }
        if (!records.isEmpty()) {
            synchronized (lock) {
                inFlight++;
            }
            sink.next(new KafkaFlux.Batch(records, this));
        }
    }

    private void commitNowAndThen() {
        if (System.nanoTime() - lastCommitNanos < KafkaFlux.Settings.COMMIT_INTERVAL.toNanos()) {
            return;
        }
        lastCommitNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets = takeAcknowledged(null);
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (committed, e) -> {
                if (e instanceof RetriableCommitFailedException || e instanceof RebalanceInProgressException) {
                    synchronized (lock) {
                        committed.forEach(acknowledged::putIfAbsent);
                    }
                }
            });
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> takeAcknowledged(@Nullable Collection<TopicPartition> only) {
        synchronized (lock) {
            // A late answer must never move the offset of a partition that is someone else's by now.
            acknowledged.keySet().retainAll(consumer.assignment());
            Map<TopicPartition, OffsetAndMetadata> taken = new HashMap<>(acknowledged);
            if (only != null) {
                taken.keySet().retainAll(only);
            }
            acknowledged.keySet().removeAll(taken.keySet());
            return taken;
        }
    }

    private void commitSync(@Nullable Collection<TopicPartition> only) {
        Map<TopicPartition, OffsetAndMetadata> offsets = takeAcknowledged(only);
        long deadline = System.nanoTime() + KafkaFlux.Settings.DRAIN.toNanos();
        while (!offsets.isEmpty()) {
            try {
                consumer.commitSync(offsets);
                return;
            } catch (WakeupException e) {
                // A request raced with the commit; the wake-up is used up now.
            } catch (RebalanceInProgressException e) {
                if (only != null || System.nanoTime() > deadline) {
                    throw e;
                }
                finishRebalance();
                offsets.keySet().retainAll(consumer.assignment());
            }
        }
    }

    /** The classic protocol refuses commits during a rebalance: poll it through without taking records. */
    private void finishRebalance() {
        consumer.pause(consumer.assignment());
        try {
            consumer.poll(KafkaFlux.Settings.POLL);
        } catch (WakeupException e) {
            // Nothing to hurry for: this already is the way out.
        }
    }

    private void awaitAnswers() {
        long deadline = System.nanoTime() + KafkaFlux.Settings.DRAIN.toNanos();
        synchronized (lock) {
            while (inFlight > 0) {
                long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    return;
                }
                try {
                    lock.wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        if (paused) {
            consumer.pause(partitions);
        }
        Set<TopicPartition> asked = new HashSet<>(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        consumer.committed(asked).forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset);
            }
        });
        KafkaFlux.Assigned event = new KafkaFlux.Assigned(List.copyOf(partitions), Map.copyOf(committed));
        Function<KafkaFlux.Assigned, Map<TopicPartition, Long>> seekTo = settings.seekTo();
        if (seekTo != null) {
            seekTo.apply(event).forEach(consumer::seek);
        }
        sink.next(event);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            awaitAnswers();
            commitSync(partitions);
            sink.next(new KafkaFlux.Revoked(List.copyOf(partitions), false));
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        takeAcknowledged(partitions);
        if (!partitions.isEmpty()) {
            sink.next(new KafkaFlux.Revoked(List.copyOf(partitions), true));
        }
    }

    private void finish(@Nullable Throwable cause) {
        List<Throwable> failures = new ArrayList<>();
        if (cause != null) {
            failures.add(cause);
        } else {
            awaitAnswers();
        }
        attempt(() -> commitSync(null), failures);
        attempt(() -> consumer.close(CloseOptions.timeout(Duration.ofSeconds(5))), failures);
        commands.clear();
        if (failures.isEmpty()) {
            sink.complete();
        } else {
            sink.error(failures.get(0));
        }
    }

    private static void attempt(Runnable step, List<Throwable> failures) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }
}
