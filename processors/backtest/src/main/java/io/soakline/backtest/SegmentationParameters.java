package io.soakline.backtest;

/**
 * The numbers that decide what counts as a change; one set for all series. RATIONALE.md says how they were found and
 * how little hangs on each.
 *
 * @param noisePenalty price of a cut in noise variances, times ln n
 * @param sharePenalty price of a cut in mean squares of the whole series, times ln n; the larger price counts
 * @param slopePrice price of a slope, in cuts
 * @param leastRows of the shortest segment
 * @param mostMemory by how much the noise variance grows at most for noise that remembers (autocorrelation)
 */
record SegmentationParameters(
        double noisePenalty, double sharePenalty, double slopePrice, int leastRows, double mostMemory) {

    static final SegmentationParameters LEVEL = new SegmentationParameters(4, 0.25, 0.5, 3, 10);

    /** For the logarithms of the steps: the same, but for the rows that it takes to tell a spread. */
    static final SegmentationParameters SPREAD = LEVEL.withLeastRows(30);

    SegmentationParameters withLeastRows(int rows) {
        return new SegmentationParameters(noisePenalty, sharePenalty, slopePrice, rows, mostMemory);
    }
}
