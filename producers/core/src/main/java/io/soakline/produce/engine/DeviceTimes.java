package io.soakline.produce.engine;

/** What a device's own clock says of an inference, for engines whose work is done on one that has a clock. */
public interface DeviceTimes {

    /** Where the copies' times are not known, because they cannot be told from computing. */
    long NOT_KNOWN = -1;

    /** Reads the times of the last inference; called between inferences. */
    void read() throws EngineException;

    /** From the start of the device's first operation to the end of its last, copies included. */
    long deviceNanos();

    /** Of it copying the inputs to the device; {@link #NOT_KNOWN} when {@link #copyOutNanos} is. */
    long copyInNanos();

    /** Of it copying the outputs back; {@link #NOT_KNOWN} when {@link #copyInNanos} is. */
    long copyOutNanos();
}
