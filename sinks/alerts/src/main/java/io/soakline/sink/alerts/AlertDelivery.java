package io.soakline.sink.alerts;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.AlertNote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Follows alerts and notes on the log and tells the targets what they have not been told.
 *
 * <p>Compares rather than forwards: what a target should know, by the alerts, with what it was told, by the notes. A note is
 * written after a target took a message, so a process killed in between sends that message once more, with the same id.
 */
public final class AlertDelivery implements AutoCloseable {

    static final Duration TICK = Duration.ofMillis(250);
    private static final Duration WRITE_AGAIN = Duration.ofSeconds(5);
    private static final Duration RECONNECT_FIRST = Duration.ofSeconds(1);
    private static final Duration RECONNECT_LONGEST = Duration.ofSeconds(30);
    private static final long CLOSE_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

    /** Puts notes on the log. */
    @FunctionalInterface
    interface NoteWriter {
        /** @param done told null once the note is there, or why it never will be; on any thread */
        void write(AlertNote note, Consumer<@Nullable Exception> done);
    }

    private final String instance = UUID.randomUUID().toString();
    private final AlertLedger ledger = new AlertLedger();
    private final Payloads payloads = new Payloads(ledger);
    private final List<TargetQueue> queues;
    private final Door door;
    private final NoteWriter notes;
    private final Scheduler worker;
    /** One for each target: a target has one message on its way at a time. */
    private final Map<TargetQueue, Semaphore> ways = new HashMap<>();
    /** Newest note of each key that is not on the log yet. */
    private final Map<String, AlertNote> unwritten = new HashMap<>();

    private final long heartbeatMillis;
    private final Disposable.Composite running = Disposables.composite();
    private Runnable release = () -> {};
    private long nextHeartbeatMillis;
    private boolean caughtUp;

    AlertDelivery(
            List<Target> targets,
            Duration window,
            Door door,
            NoteWriter notes,
            Scheduler worker,
            DoubleSupplier jitter) {
        this.door = door;
        this.notes = notes;
        this.worker = worker;
        queues = targets.stream()
                .map(target -> new TargetQueue(target, ledger, instance, window, jitter))
                .toList();
        queues.forEach(queue -> ways.put(queue, new Semaphore(1)));
        // Twice as often as anybody wants to hear of it, so that none is late by more than half its time.
        heartbeatMillis = targets.stream()
                        .map(Target::heartbeat)
                        .filter(Objects::nonNull)
                        .mapToLong(Duration::toMillis)
                        .min()
                        .orElse(0)
                / 2;
    }

    /**
     * Starts without waiting for anybody. Two that run at the same time both tell.
     *
     * @param window how long a group gathers before it is told
     */
    public static AlertDelivery start(KafkaSettings kafka, List<Target> targets, Duration window) {
        KafkaPublisher publisher = new KafkaPublisher(kafka);
        RecordCodec<AlertNote> codec = RecordCodec.of(AlertNote.class);
        Scheduler writing = Schedulers.newSingle("alert-notes", true);
        NoteWriter writer = (note, done) -> writing.schedule(
                () -> publisher.send(new OutgoingRecord(Topic.ALERT_NOTES, Keys.of(note), codec.encode(note)), done));
        Scheduler worker = Schedulers.newSingle("alert-delivery", true);
        AlertDelivery delivery = new AlertDelivery(
                targets,
                window,
                new HttpDoor(Instant::now),
                writer,
                worker,
                () -> ThreadLocalRandom.current().nextDouble());
        delivery.release = () -> {
            writing.disposeGracefully().block(Duration.ofSeconds(CLOSE_SECONDS));
            publisher.close();
            worker.dispose();
        };
        delivery.follow(kafka, KafkaTail.follow(kafka, worker, Topic.ALERTS, Topic.ALERT_NOTES));
        return delivery;
    }

    /** @param log to be subscribed to again when it fails; its signals come on the worker */
    void follow(KafkaSettings kafka, Flux<KafkaTail.Event> log) {
        running.add(log.doOnError(failure -> caughtUp = false)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, RECONNECT_FIRST)
                        .maxBackoff(RECONNECT_LONGEST)
                        .transientErrors(true)
                        .doBeforeRetry(signal -> LOG.warn(
                                "reading alerts from {} failed, again shortly: {}",
                                kafka,
                                signal.failure().toString())))
                .subscribe(event -> accept(kafka, event)));
        running.add(Flux.interval(TICK, worker).onBackpressureDrop().subscribe(tick -> tick()));
    }

    private void accept(KafkaSettings kafka, KafkaTail.Event event) {
        if (event instanceof KafkaTail.Records batch) {
            batch.records().forEach(record -> accept(kafka.topic(record.topic()), record));
        } else {
            caughtUp();
        }
    }

    private void accept(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (key == null) {
            return;
        }
        try {
            accept(topic, new String(key, StandardCharsets.UTF_8), record.value(), record.timestamp());
        } catch (MalformedRecordException e) {
            LOG.warn("{} at offset {} is left out: {}", record.topic(), record.offset(), e.getMessage());
        }
    }

    void accept(Topic topic, String key, byte @Nullable [] value, long recordMillis) throws MalformedRecordException {
        if (topic == Topic.ALERTS) {
            ledger.acceptAlert(key, value, recordMillis);
        } else {
            ledger.acceptNote(key, value);
        }
    }

    /** What the log held at the start has been told: now it is known what everybody knows. */
    void caughtUp() {
        caughtUp = true;
        long nowMillis = nowMillis();
        for (TargetQueue queue : queues) {
            String name = queue.target().name();
            if (!ledger.isServed(name)) {
                ledger.served(name, nowMillis);
                write(Notes.target(name, nowMillis));
            }
        }
    }

    void tick() {
        if (!caughtUp) {
            return;
        }
        long nowMillis = nowMillis();
        if (heartbeatMillis > 0 && nowMillis >= nextHeartbeatMillis) {
            nextHeartbeatMillis = nowMillis + heartbeatMillis;
            write(Notes.heartbeat(instance, nowMillis));
        }
        queues.forEach(queue -> sendNext(queue, nowMillis));
    }

    private void sendNext(TargetQueue queue, long nowMillis) {
        Semaphore way = way(queue);
        if (!way.tryAcquire()) {
            return;
        }
        Message message = queue.next(nowMillis);
        if (message == null) {
            way.release();
            return;
        }
        Mono<Answer> answer = Mono.defer(
                        () -> door.send(queue.target(), message, payloads.of(queue.target(), message, nowMillis)))
                .onErrorResume(
                        failure -> Mono.just(new Answer.Later(failure.getClass().getSimpleName(), null)))
                .publishOn(worker);
        var unused = answer.subscribe(what -> {
            queue.answered(message, what, nowMillis()).forEach(this::write);
            way.release();
        });
    }

    private Semaphore way(TargetQueue queue) {
        return ways.computeIfAbsent(queue, q -> new Semaphore(1));
    }

    private void write(AlertNote note) {
        unwritten.put(Keys.of(note), note);
        writeNewest(Keys.of(note));
    }

    /** Never an older note after a newer one of the same key. */
    private void writeNewest(String key) {
        AlertNote note = unwritten.get(key);
        if (note == null) {
            return;
        }
        notes.write(
                note,
                failure -> worker.schedule(() -> {
                    if (failure == null) {
                        unwritten.remove(key, note);
                    } else {
                        LOG.warn("the note {} is not on the log, it is written again: {}", key, failure.toString());
                        worker.schedule(() -> writeNewest(key), WRITE_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                    }
                }));
    }

    private long nowMillis() {
        return worker.now(TimeUnit.MILLISECONDS);
    }

    /** Messages that targets took since the start, heartbeats and reminders among them. */
    public long taken() {
        return sum(TargetQueue::taken);
    }

    /** Alerts that a target will never take. */
    public long refused() {
        return sum(TargetQueue::refused);
    }

    /** Messages that had to be sent again. */
    public long repeated() {
        return sum(TargetQueue::repeated);
    }

    private long sum(ToLongFunction<TargetQueue> count) {
        return queues.stream().mapToLong(count).sum();
    }

    /** Waits for the answers that are due, for up to five seconds, and stops. */
    @Override
    public void close() {
        running.dispose();
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            for (Semaphore way : ways.values()) {
                if (!way.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.warn("closing before an answer came; that message is sent once more after the next start");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release.run();
    }
}
