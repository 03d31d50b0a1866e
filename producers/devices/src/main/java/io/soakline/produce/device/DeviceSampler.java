package io.soakline.produce.device;

import java.util.List;

/** Reads a device's sensors. Used by one thread. */
public interface DeviceSampler extends AutoCloseable {

    /** Name of the technology: {@code host}, {@code nvml} … */
    String name();

    /** All channels, in a fixed order, those that are not offered included. */
    List<Channel> describe();

    /**
     * Reads every offered channel.
     *
     * @param monotonicNanos when, on the monotonic clock
     * @return one value per channel of {@link #describe}, NaN where a reading failed and where nothing is offered
     */
    double[] sample(long monotonicNanos);

    /**
     * Hands on what there is since the last call, oldest first: one sample of this moment, or those that the device has kept by
     * itself, with their own times.
     *
     * @param wallNanos this moment on the clock of the records
     */
    default void sample(long monotonicNanos, long wallNanos, Rows rows) {
        rows.add(wallNanos, sample(monotonicNanos));
    }

    /**
     * How often to fetch what the device keeps by itself, whatever the user wants of the others; it is fetched once more in the
     * end. 0 where each sample is of the moment in which it is asked for.
     */
    default long fetchNanos() {
        return 0;
    }

    /** Takes samples. */
    interface Rows {

        /** @param values one per channel of {@link #describe} */
        void add(long wallNanos, double[] values);
    }

    /** Whether sampling is likely to work, in one line for people. */
    Check check();

    @Override
    void close();

    /**
     * Outcome of {@link #check}.
     *
     * @param good whether at least one channel is offered
     * @param message what is there and what is not
     */
    record Check(boolean good, String message) {}
}
