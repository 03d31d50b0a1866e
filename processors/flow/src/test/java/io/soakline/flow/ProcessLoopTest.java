package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class ProcessLoopTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void pump_givenStepThatDoesNotEnd_asksForFewBatchesAndStartsNoOther() {
        AtomicLong requested = new AtomicLong();
        AtomicInteger started = new AtomicInteger();
        Sinks.Empty<Void> never = Sinks.empty();
        Flux<ProcessLog.Event> endless = Flux.<ProcessLog.Event>generate(
                        sink -> sink.next(new ProcessLog.Revoked(List.of())))
                .doOnRequest(requested::addAndGet);
        StepVerifier.create(
                        ProcessLoop.pump(
                                new SourceOnly(endless, () -> {}),
                                handler(Mono.defer(() -> {
                                    started.incrementAndGet();
                                    return never.asMono();
                                })),
                                time),
                        Long.MAX_VALUE)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(10)))
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        assertThat(started).hasValue(1);
        assertThat(requested.get()).isBetween(1L, 4L);
    }

    @Test
    void pump_givenDemandOfOne_worksEventsInOrderAndTicksBetween() {
        List<String> steps = new ArrayList<>();
        Flux<ProcessLog.Event> two = Flux.<ProcessLog.Event>just(
                        new ProcessLog.Revoked(List.of()), new ProcessLog.Revoked(List.of()))
                .concatWith(Flux.never());
        ProcessLoop.Handler handler = new ProcessLoop.Handler() {
            @Override
            public Mono<Void> accept(ProcessLog.Event event) {
                return Mono.fromRunnable(() -> steps.add("event"));
            }

            @Override
            public Mono<Void> tick() {
                return Mono.fromRunnable(() -> steps.add("tick"));
            }
        };
        StepVerifier.create(ProcessLoop.pump(new SourceOnly(two, () -> {}), handler, time), 1)
                .then(() -> time.advanceTimeBy(ProcessLoop.TICK.multipliedBy(2)))
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        assertThat(steps).containsExactly("event", "event", "tick", "tick");
    }

    @Test
    void pump_givenFailedStep_endsWithItsError() {
        StepVerifier.create(ProcessLoop.pump(
                        new SourceOnly(Flux.never(), () -> {}),
                        handler(Mono.error(new IllegalStateException("the broker went away"))),
                        time))
                .then(() -> time.advanceTimeBy(ProcessLoop.TICK))
                .verifyErrorMessage("the broker went away");
    }

    /** Told to stop at the start, or while it connects anew. */
    @Test
    void run_givenCancelWhileLogIsOpened_closesItWithoutAnInterrupt() throws InterruptedException {
        SlowAccess access = new SlowAccess();
        Disposable running = ProcessLoop.run(
                        access, WindowProcess.ROLE, log -> handler(Mono.never()), time, Schedulers.boundedElastic())
                .subscribe();
        assertThat(access.opening.await(10, TimeUnit.SECONDS)).isTrue();
        running.dispose();
        access.answer.countDown();
        assertThat(access.closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(access.interrupts).hasValue(0);
    }

    @Test
    void ended_givenThreadThatGoesOn_waitsForItAndGivesUpInPeace() {
        AtomicInteger disposed = new AtomicInteger();
        Scheduler busy = new Scheduler() {
            @Override
            public Mono<Void> disposeGracefully() {
                return Mono.<Void>never().doOnSubscribe(s -> disposed.incrementAndGet());
            }

            @Override
            public Disposable schedule(Runnable task) {
                return time.schedule(task);
            }

            @Override
            public Worker createWorker() {
                return time.createWorker();
            }
        };
        StepVerifier.create(ProcessService.ended(time, busy, Schedulers.newSingle("idle"), busy))
                .then(() -> time.advanceTimeBy(ProcessService.CLOSE_TIMEOUT.minusMillis(1)))
                .then(() -> assertThat(disposed).hasValue(2))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void uninterrupted_givenInterruptOfWhoWaits_endsTheWorkAndKeepsTheInterrupt() {
        Thread waiting = Thread.currentThread();
        String result = Uninterrupted.call("test", () -> {
            waiting.interrupt();
            return Thread.currentThread().isInterrupted() ? "cut short" : "done";
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isEqualTo("done");
    }

    @Test
    void uninterrupted_givenFailure_throwsItAsItIs() {
        IllegalStateException failure = new IllegalStateException("the broker went away");
        assertThatThrownBy(() -> Uninterrupted.run("test", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    private static ProcessLoop.Handler handler(Mono<Void> step) {
        return new ProcessLoop.Handler() {
            @Override
            public Mono<Void> accept(ProcessLog.Event event) {
                return step;
            }

            @Override
            public Mono<Void> tick() {
                return step;
            }
        };
    }

    /** A log of which only the events matter. */
    private record SourceOnly(Flux<ProcessLog.Event> source, Runnable onClose) implements ProcessLog {

        @Override
        public Flux<Event> events(Scheduler worker) {
            return source;
        }

        @Override
        public Mono<Map<TopicPartition, Long>> endOffsets(Collection<TopicPartition> partitions) {
            return Mono.just(Map.of());
        }

        @Override
        public Mono<Integer> partitionCount(Topic topic) {
            return Mono.just(1);
        }

        @Override
        public Mono<List<ConsumerRecord<byte[], byte[]>>> history(Topic topic) {
            return Mono.just(List.of());
        }

        @Override
        public Mono<Void> commit(List<OutgoingRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets) {
            return Mono.empty();
        }

        @Override
        public void close() {
            onClose.run();
        }
    }

    /** A broker that takes its time to answer. */
    private static final class SlowAccess implements LogAccess {

        final CountDownLatch opening = new CountDownLatch(1);
        final CountDownLatch answer = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicInteger interrupts = new AtomicInteger();

        @Override
        public ProcessLog open(Role role) {
            opening.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
            }
            return new SourceOnly(Flux.never(), () -> {
                interrupts.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                closed.countDown();
            });
        }

        @Override
        public Flux<KafkaTail.Event> follow(Scheduler worker, Topic... topics) {
            return Flux.never();
        }

        @Override
        public String name(Topic topic) {
            return topic.name("test.");
        }
    }
}
