package io.soakline.produce.selftest;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.soak.SoakClock;
import io.soakline.record.SelfTestKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Instances that infer at the same time must give what one alone gives. */
final class ConcurrentContextsCheck implements Check {

    private static final List<Integer> CONTEXTS = List.of(2, SelfTests.MOST_CONTEXTS);

    private final SoakClock clock;
    private final Duration limit;
    private final ExecutorService threads;

    /** @param threads at least {@link SelfTests#MOST_CONTEXTS} */
    ConcurrentContextsCheck(SoakClock clock, Duration limit, ExecutorService threads) {
        this.clock = clock;
        this.limit = limit;
        this.threads = threads;
    }

    @Override
    public SelfTestKind kind() {
        return SelfTestKind.CONCURRENT_CONTEXTS;
    }

    @Override
    public Finding run(Subject subject) throws EngineException, InterruptedException {
        List<Instance.Output> alone = new ArrayList<>();
        TimeLimit time = new TimeLimit(clock, limit);
        try (Instance instance = subject.open()) {
            do {
                alone.add(instance.infer(subject.inputs().input(alone.size())));
            } while (alone.size() < subject.inputs().size() && !time.reached());
        }
        Tally tally = new Tally();
        for (int contexts : CONTEXTS) {
            together(subject, contexts, alone, tally);
        }
        return tally.finding(
                "2 and " + SelfTests.MOST_CONTEXTS + " contexts at the same time gave what one alone gives");
    }

    private void together(Subject subject, int contexts, List<Instance.Output> alone, Tally tally)
            throws EngineException, InterruptedException {
        CountDownLatch ready = new CountDownLatch(contexts);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < contexts; i++) {
            int context = i;
            running.add(threads.submit(() -> {
                context(subject, context, contexts, alone, tally, ready);
                return null;
            }));
        }
        EngineException failure = null;
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                failure = new EngineException("one of " + contexts + " contexts failed: " + cause.getMessage(), cause);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** An engine belongs to the thread that calls it: opened here, and closed here. */
    private void context(
            Subject subject, int context, int contexts, List<Instance.Output> alone, Tally tally, CountDownLatch ready)
            throws EngineException, InterruptedException {
        boolean counted = false;
        try (Instance instance = subject.open()) {
            ready.countDown();
            counted = true;
            ready.await();
            TimeLimit time = new TimeLimit(clock, limit);
            for (int i = context; !time.reached(); i++) {
                int input = i % alone.size();
                tally.add(
                        instance.infer(subject.inputs().input(input)).equals(alone.get(input)),
                        () -> "context " + (context + 1) + " of " + contexts + " gave another output for input " + input
                                + " than the engine alone");
            }
        } finally {
            if (!counted) {
                // Others must not wait for one that could not be opened.
                ready.countDown();
            }
        }
    }
}
