package io.soakline.drift;

import io.soakline.statistics.LatencySketch;

/**
 * A latency above which values are counted, with the number of the bucket that it falls into.
 *
 * @param value from 0
 */
record Cut(double value, int bucket) {

    static Cut at(double value) {
        return new Cut(value, LatencySketch.bucketOf(value));
    }

    static Cut[] at(double[] values) {
        Cut[] cuts = new Cut[values.length];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = at(values[i]);
        }
        return cuts;
    }
}
