package io.soakline.drift;

/** What of a stream can drift. */
public enum DriftFeature {
    /** The median. */
    LEVEL,
    /** The distance of the quartiles (of panes), the size of the unpredicted part (of single values). */
    SPREAD,
    /** The share of values beyond a high quantile of the reference. */
    TAIL,
    /** A pattern in the median that repeats. */
    PERIODIC
}
