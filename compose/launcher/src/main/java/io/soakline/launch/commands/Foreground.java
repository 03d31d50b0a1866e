package io.soakline.launch.commands;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a service in the foreground until the process is told to stop. */
final class Foreground {

    private Foreground() {}

    /**
     * Returns when the process is being stopped.
     *
     * @param eachSecond tells people how things are
     * @param close ends the service in order; done before the process is gone
     */
    static void untilStopped(Runnable eachSecond, Runnable close) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            close.run();
                            stopped.countDown();
                        },
                        "stop"));
        while (!stopped.await(1, TimeUnit.SECONDS)) {
            eachSecond.run();
        }
    }
}
