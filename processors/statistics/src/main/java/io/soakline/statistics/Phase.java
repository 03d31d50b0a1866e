package io.soakline.statistics;

/** Where the latency of an inference goes, by the device's own clock. */
public enum Phase {
    /** All work of the device, from the start of its first operation to the end of its last. */
    DEVICE,
    /** Of it copying the inputs to the device. */
    COPY_IN,
    /** Of it computing: what copying leaves. */
    COMPUTE,
    /** Of it copying the outputs back. */
    COPY_OUT,
    /** The latency less {@link #DEVICE}: launching, waiting, and whatever the host does within the inference. */
    HOST
}
