package io.soakline.produce.publish;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What became of the records of one run: counts those that the log did not take, and keeps the first reason. */
public final class Delivery implements Consumer<@Nullable Exception> {

    private final AtomicLong failures = new AtomicLong();
    private volatile String firstReason = "";
    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public void accept(@Nullable Exception failure) {
        if (failure != null && failures.getAndIncrement() == 0) {
            String message = failure.getMessage();
            firstReason = message == null ? failure.getClass().getSimpleName() : message;
        }
    }

    /** Records that the log did not take. */
    public long failures() {
        return failures.get();
    }

    /** Whether records were refused and nobody has asked this since: true once, for whoever warns of it. */
    public boolean failedFirst() {
        return failures.get() > 0 && told.compareAndSet(false, true);
    }

    /** Why the first of them was not taken; empty when all were. */
    public String firstReason() {
        return firstReason;
    }
}
