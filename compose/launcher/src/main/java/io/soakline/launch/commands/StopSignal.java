package io.soakline.launch.commands;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The order to stop, Ctrl-C or SIGTERM. The process stays until this is closed, so that a command can end in order and say
 * what it did.
 */
final class StopSignal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::hold, "stop");

    private StopSignal() {}

    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void hold() {
        asked.countDown();
        try {
            boolean unused = finished.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the order has come. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Whether the order comes within {@code limit}. */
    boolean await(Duration limit) throws InterruptedException {
        return asked.await(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for the order.
     *
     * @param eachSecond tells people how things are
     */
    void await(Runnable eachSecond) throws InterruptedException {
        while (!asked.await(1, TimeUnit.SECONDS)) {
            eachSecond.run();
        }
    }

    /** Lets the process go. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is being stopped; the hook returns by itself
        }
    }
}
