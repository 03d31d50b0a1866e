package io.soakline.flow;

import io.soakline.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
 * The processors of one process, at work: inferences to panes, panes to windows, agreements and alerts.
 *
 * <p>The topics must exist. Each panes and windows process commits its results and its place on the log in one
 * transaction, so that it can be killed at any moment: a new start with the same {@link FlowSettings#instanceId} goes on
 * where the last transaction ended. A lost connection is retried until {@link #close}.
 */
public final class ProcessService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessService.class);

    /** Between a failure and the next attempt: long enough not to hammer a broker that restarts. */
    static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final FlowCounters counters = new FlowCounters();
    private final Set<String> finished = ConcurrentHashMap.newKeySet();
    private final Disposable.Composite running = Disposables.composite();
    private final RunCatalog catalog;
    private final Scheduler catalogThread;
    private final Scheduler paneThread;
    private final Scheduler windowThread;

    private ProcessService(RunCatalog catalog, Scheduler catalogThread, Scheduler paneThread, Scheduler windowThread) {
        this.catalog = catalog;
        this.catalogThread = catalogThread;
        this.paneThread = paneThread;
        this.windowThread = windowThread;
    }

    /** Starts everything and returns at once; connecting goes on in the background. */
    public static ProcessService start(KafkaSettings kafka, FlowSettings settings) {
        LogAccess access = new KafkaLog(kafka, settings.instanceId());
        ProcessService service = new ProcessService(
                new RunCatalog(access),
                Schedulers.newSingle("soakline-catalog", true),
                Schedulers.newSingle("soakline-panes", true),
                Schedulers.newSingle("soakline-windows", true));
        service.start(access, kafka.toString(), settings, Schedulers.boundedElastic());
        return service;
    }

    /** On any log and with one clock, for tests. */
    static ProcessService start(LogAccess access, FlowSettings settings, Scheduler scheduler) {
        ProcessService service = new ProcessService(new RunCatalog(access), scheduler, scheduler, scheduler);
        service.start(access, "memory", settings, Schedulers.immediate());
        return service;
    }

    private void start(LogAccess access, String where, FlowSettings settings, Scheduler blocking) {
        keepRunning("catalog", where, catalog.follow(catalogThread), catalogThread);
        keepRunning(
                "panes",
                where,
                catalog.caughtUp()
                        .then(ProcessLoop.run(
                                access,
                                PaneProcess.ROLE,
                                log -> new PaneProcess(settings, access, catalog, counters, log, paneThread),
                                paneThread,
                                blocking)),
                paneThread);
        keepRunning(
                "windows",
                where,
                catalog.caughtUp()
                        .then(ProcessLoop.run(
                                access,
                                WindowProcess.ROLE,
                                log -> new WindowProcess(
                                        new WindowStage(settings, access, catalog, counters),
                                        log,
                                        windowThread,
                                        finished::addAll),
                                windowThread,
                                blocking)),
                windowThread);
    }

    private void keepRunning(String name, String where, Mono<Void> process, Scheduler timer) {
        running.add(process.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY_DELAY)
                        .scheduler(timer)
                        .doBeforeRetry(signal -> LOG.warn(
                                "{}: Kafka at {}: {}; starting again in {} s",
                                name,
                                where,
                                message(signal.failure()),
                                RETRY_DELAY.toSeconds())))
                .subscribe(nothing -> {}, e -> LOG.error("{} stopped for good; restart the process", name, e)));
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** Counts since the start. */
    public FlowMetrics metrics() {
        return counters.snapshot(catalog.outputs().notKept());
    }

    /** Whether the last pane, window and agreement of an ended run are written. */
    public boolean isFinished(String runId) {
        return finished.contains(runId);
    }

    /**
     * Waits until everything about these runs is written. Runs finish once their end is on the log and everything that
     * they announced has arrived or was given up (see {@link FlowSettings#idleLimit}).
     *
     * @return false when the time was over before
     */
    public boolean awaitFinished(Collection<String> runIds, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!finished.containsAll(runIds)) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    /** Stops reading and writing; what is not committed is done again by the next start. */
    @Override
    public void close() {
        running.dispose();
        ended(Schedulers.parallel(), catalogThread, paneThread, windowThread).block();
    }

    /** Completes when the threads have come to their end, or cannot: a step that goes on commits nothing any more. */
    static Mono<Void> ended(Scheduler timer, Scheduler... threads) {
        return Flux.fromArray(threads)
                .flatMap(Scheduler::disposeGracefully)
                .then()
                .timeout(CLOSE_TIMEOUT, timer)
                .onErrorResume(e -> {
                    LOG.warn(
                            "the processors are still at work after {} s and are left to the end of this Java; the next"
                                    + " start does again what is not committed",
                            CLOSE_TIMEOUT.toSeconds());
                    return Mono.empty();
                });
    }
}
