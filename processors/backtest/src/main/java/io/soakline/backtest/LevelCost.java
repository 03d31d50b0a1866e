package io.soakline.backtest;

/**
 * Weighted sum of squares around a constant or, where that is cheaper by more than the price of a slope, a straight line.
 *
 * <p>From running sums, so that one cost is O(1). Values should be centred and of the order of 1.
 */
final class LevelCost implements SegmentCost {

    private final double slopePrice;
    private final double[] w;
    private final double[] wi;
    private final double[] wii;
    private final double[] wx;
    private final double[] wxi;
    private final double[] wxx;

    LevelCost(double[] values, double[] weights, double slopePrice) {
        int n = values.length;
        this.slopePrice = slopePrice;
        w = new double[n + 1];
        wi = new double[n + 1];
        wii = new double[n + 1];
        wx = new double[n + 1];
        wxi = new double[n + 1];
        wxx = new double[n + 1];
        for (int k = 0; k < n; k++) {
            double weight = weights[k];
            // Positions are centred as well, or the squares of late ones drown the values.
            double i = k - (n - 1) / 2.0;
            w[k + 1] = w[k] + weight;
            wi[k + 1] = wi[k] + weight * i;
            wii[k + 1] = wii[k] + weight * i * i;
            wx[k + 1] = wx[k] + weight * values[k];
            wxi[k + 1] = wxi[k] + weight * values[k] * i;
            wxx[k + 1] = wxx[k] + weight * values[k] * values[k];
        }
    }

    @Override
    public double of(int from, int to) {
        double sum = w[to] - w[from];
        double sumI = wi[to] - wi[from];
        double sumX = wx[to] - wx[from];
        double aroundMean = wxx[to] - wxx[from] - sumX * sumX / sum;
        double spreadI = wii[to] - wii[from] - sumI * sumI / sum;
        double joint = wxi[to] - wxi[from] - sumI * sumX / sum;
        double explained = spreadI > 1e-9 * sum ? joint * joint / spreadI : 0;
        return Math.max(0, aroundMean - Math.max(0, explained - slopePrice));
    }

    /** The level that the segment has at a row: of its mean, or of its line. */
    double levelAt(int from, int to, int row) {
        double sum = w[to] - w[from];
        double sumI = wi[to] - wi[from];
        double sumX = wx[to] - wx[from];
        double spreadI = wii[to] - wii[from] - sumI * sumI / sum;
        double joint = wxi[to] - wxi[from] - sumI * sumX / sum;
        double mean = sumX / sum;
        if (spreadI <= 1e-9 * sum || joint * joint / spreadI <= slopePrice) {
            return mean;
        }
        double i = row - (w.length - 2) / 2.0;
        return mean + joint / spreadI * (i - sumI / sum);
    }
}
