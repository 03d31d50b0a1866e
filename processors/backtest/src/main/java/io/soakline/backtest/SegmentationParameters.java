package io.soakline.backtest;

/**
 * The numbers that decide what counts as a change; one set for all series. RATIONALE.md says how they were found.
 *
 * @param noisePenalty price of a cut in noise variances, times ln n
 * @param sharePenalty price of a cut in shares of the whole variance per row, times ln n; the larger price counts
 * @param slopePrice price of a slope, in cuts
 * @param leastLevelRows rows of the shortest segment of one level
 * @param spreadPenalty as {@code noisePenalty}, for the logarithm of the spread
 * @param spreadShare as {@code sharePenalty}, for the logarithm of the spread
 * @param leastSpreadRows rows of the shortest segment of one spread
 * @param leastSpreadRatio smaller changes of the spread are left alone
 * @param outlierLimit values further from their neighbours' median are moved to it, in standard deviations
 */
record SegmentationParameters(
        double noisePenalty,
        double sharePenalty,
        double slopePrice,
        int leastLevelRows,
        double spreadPenalty,
        double spreadShare,
        int leastSpreadRows,
        double leastSpreadRatio,
        double outlierLimit) {

    static final SegmentationParameters DEFAULT = new SegmentationParameters(6, 0.25, 0.5, 3, 6, 0.25, 20, 2, 4);
}
