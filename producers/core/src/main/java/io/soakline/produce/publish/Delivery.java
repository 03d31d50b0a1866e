package io.soakline.produce.publish;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What became of the records of one run: counts those that the log did not take, and keeps the first reason. */
public final class Delivery implements Consumer<@Nullable Exception> {

    private final AtomicLong failures = new AtomicLong();
    private volatile String firstReason = "";

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

    /** Why the first of them was not taken; empty when all were. */
    public String firstReason() {
        return firstReason;
    }
}
