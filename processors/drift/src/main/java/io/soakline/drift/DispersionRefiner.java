package io.soakline.drift;

/**
 * Goes on learning how much counts of exceedances scatter after the reference is complete, never what they scatter around.
 *
 * <p>One reference of an hour knows the memory of a stream only roughly; one in ten takes it to be so short that ordinary
 * wobble rings. Quiet stretches as long as a reference are therefore added, each around its own mean, so that neither a
 * ramp nor a step between them is learnt; dispersions only ever grow by it.
 */
final class DispersionRefiner {

    static final int BLOCK = 360;

    /** A day of quiet blocks; more would not change much. */
    private static final int MOST_BLOCKS = 24;

    private final double[] fromReference;
    private final double[] sums;
    private final double[] squares;
    private final double[] products;
    private final double[] firsts;
    private final double[] lasts;
    private final double[] variances;
    private final double[] covariances;
    private int inBlock;
    private int blocks;

    /** @param fromReference dispersions by exceedance */
    DispersionRefiner(double[] fromReference) {
        int count = fromReference.length;
        this.fromReference = fromReference.clone();
        sums = new double[count];
        squares = new double[count];
        products = new double[count];
        firsts = new double[count];
        lasts = new double[count];
        variances = new double[count];
        covariances = new double[count];
    }

    /** A pane is missing, or an alarm stands: the block is no quiet stretch. */
    void interrupt() {
        inBlock = 0;
    }

    /**
     * @param residuals counts less their expectation, in binomial standard deviations
     * @return true when the block is full and {@link #dispersion} has news
     */
    boolean accept(double[] residuals) {
        if (blocks == MOST_BLOCKS) {
            return false;
        }
        for (int i = 0; i < residuals.length; i++) {
            double x = residuals[i];
            if (inBlock == 0) {
                sums[i] = 0;
                squares[i] = 0;
                products[i] = 0;
                firsts[i] = x;
            } else {
                products[i] += x * lasts[i];
            }
            sums[i] += x;
            squares[i] += x * x;
            lasts[i] = x;
        }
        inBlock++;
        if (inBlock < BLOCK) {
            return false;
        }
        endBlock();
        return true;
    }

    private void endBlock() {
        for (int i = 0; i < sums.length; i++) {
            double mean = sums[i] / BLOCK;
            double lag0 = squares[i] - BLOCK * mean * mean;
            double inner = 2 * sums[i] - firsts[i] - lasts[i];
            double lag1 = products[i] - mean * inner + (BLOCK - 1) * mean * mean;
            variances[i] += lag0 / (BLOCK - 1);
            covariances[i] += lag1 / (BLOCK - 1);
        }
        inBlock = 0;
        blocks++;
    }

    /** The one of the reference, or that of the quiet blocks where it is greater. */
    double dispersion(int i) {
        if (blocks == 0 || variances[i] <= 0) {
            return fromReference[i];
        }
        double r = NoiseEstimator.clamp(covariances[i] / variances[i], 0.99);
        double bias = (1 + 3 * r) / BLOCK;
        double error = Math.sqrt((1 - r * r) / ((double) BLOCK * blocks));
        double memory = Math.max(0, Math.min(NoiseEstimator.MOST_DISPERSION_MEMORY, r + bias + error));
        double refined = Math.max(1, variances[i] / blocks) * (1 + memory) / (1 - memory);
        return Math.max(fromReference[i], refined);
    }
}
