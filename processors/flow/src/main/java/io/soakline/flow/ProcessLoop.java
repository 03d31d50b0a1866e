package io.soakline.flow;

import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Feeds one process with what happens on the log and with time: one step after the other, never two at once. A step that
 * writes is over when its transaction is; meanwhile the reading waits, by want of demand.
 */
final class ProcessLoop {

    /** How often results are taken and written: at most ten transactions a second, and none without results. */
    static final Duration TICK = Duration.ofMillis(100);

    /** One process at work. Each step starts when it is subscribed to. */
    interface Handler {

        Mono<Void> accept(ProcessLog.Event event);

        Mono<Void> tick();
    }

    private ProcessLoop() {}

    /**
     * Runs until cancelled or until the first error, after which nothing of its state must be used again.
     *
     * @param blocking where the log is opened
     */
    static Mono<Void> run(
            LogAccess access,
            LogAccess.Role role,
            Function<ProcessLog, Handler> handlers,
            Scheduler worker,
            Scheduler blocking) {
        return Flux.using(
                        () -> Uninterrupted.call("soakline-open", () -> access.open(role)),
                        log -> pump(log, handlers.apply(log), worker),
                        log -> Uninterrupted.run("soakline-close", log::close))
                .subscribeOn(blocking)
                .then();
    }

    static Flux<Void> pump(ProcessLog log, Handler handler, Scheduler worker) {
        Flux<Mono<Void>> events = log.events(worker).map(handler::accept);
        Flux<Mono<Void>> ticks =
                Flux.interval(TICK, worker).onBackpressureDrop().map(tick -> handler.tick());
        // Prefetch 1 throughout: every batch that waits holds thousands of records.
        return Flux.merge(1, events, ticks).concatMap(step -> step.publishOn(worker), 1);
    }
}
