package io.soakline.log;

/** Bits of the {@code flags} column of an inference batch. */
public final class InferenceFlag {

    /** Ran before the engine was declared warm: counted, but in no statistic. */
    public static final int WARM_UP = 1;
    /** A pause of the harness itself (collector, safepoint, scheduling gap) overlapped the inference. */
    public static final int HARNESS_PAUSE = 2;
    /** The device reported throttling during the inference. */
    public static final int THROTTLED = 4;
    /** An output holds a NaN or an infinity. */
    public static final int NON_FINITE = 8;

    private InferenceFlag() {}

    public static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
