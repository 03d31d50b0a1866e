package io.soakline.produce.device;

import java.util.List;

/** A group of channels that are read together. */
interface Reading {

    List<Channel> channels();

    /** Writes one value per channel to {@code values} from {@code offset} on; NaN where there is none. */
    void read(long monotonicNanos, double[] values, int offset);
}
