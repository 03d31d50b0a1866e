package io.soakline.backtest;

/** What it costs to explain one stretch of a series as one segment. */
interface SegmentCost {

    /** @param to exclusive, above {@code from} */
    double of(int from, int to);
}
