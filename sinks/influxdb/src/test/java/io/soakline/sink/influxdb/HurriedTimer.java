package io.soakline.sink.influxdb;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A timer for which a minute is a few milliseconds; notes what was asked of it. */
final class HurriedTimer implements Scheduler {

    private static final int HURRY = 10_000;

    final List<Duration> asked = new CopyOnWriteArrayList<>();
    private final Scheduler real = Schedulers.parallel();

    @Override
    public Disposable schedule(Runnable task) {
        return real.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        asked.add(Duration.ofNanos(unit.toNanos(delay)));
        return real.schedule(task, unit.toNanos(delay) / HURRY, TimeUnit.NANOSECONDS);
    }

    @Override
    public Worker createWorker() {
        Worker worker = real.createWorker();
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return worker.schedule(task);
            }

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                return worker.schedule(task, unit.toNanos(delay) / HURRY, TimeUnit.NANOSECONDS);
            }

            @Override
            public void dispose() {
                worker.dispose();
            }
        };
    }
}
