package io.soakline.variance;

/**
 * Minus twice the restricted log-likelihood of {@code y = mean + sum Z_k u_k + e} (Patterson, Thompson: Biometrika 58,
 * 1971), for any unbalanced design, nested or crossed, up to a constant.
 *
 * <p>With ratios g_k = variance_k / residual and H = I + sum g_k Z_k Z_k', everything follows from A = I + G^(1/2) Z'Z
 * G^(1/2): log|H| = log|A|, H^-1 = I - Z G^(1/2) A^-1 G^(1/2) Z'. The observations enter by counts and sums alone. The
 * factor with most levels is eliminated first, because its block of A is diagonal; what remains is small.
 */
final class RestrictedLikelihood {
    private final int observations;
    private final double squares;
    private final double total;
    private final int largest;
    private final int[] factorOf;
    private final double[] largestCounts;
    private final double[] largestSums;
    private final int[][] touched;
    private final double[][] touchedCounts;
    private final double[][] cross;
    private final double[] counts;
    private final double[] sums;

    RestrictedLikelihood(Design design) {
        observations = design.observations();
        double sum = 0;
        double squared = 0;
        for (double value : design.centred()) {
            sum += value;
            squared += value * value;
        }
        total = sum;
        squares = squared;
        largest = largest(design);
        largestCounts = design.counts(largest);
        largestSums = design.sums(largest);
        int rest = 0;
        for (int f = 0; f < design.factors().size(); f++) {
            rest += f == largest ? 0 : design.levels(f);
        }
        factorOf = new int[rest];
        counts = new double[rest];
        sums = new double[rest];
        cross = new double[rest][rest];
        double[][] withLargest = new double[largestCounts.length][rest];
        int row = 0;
        for (int f = 0; f < design.factors().size(); f++) {
            if (f == largest) {
                continue;
            }
            fill(design, f, row, withLargest);
            row += design.levels(f);
        }
        touched = new int[largestCounts.length][];
        touchedCounts = new double[largestCounts.length][];
        for (int level = 0; level < touched.length; level++) {
            double[] line = withLargest[level];
            touched[level] = java.util.stream.IntStream.range(0, rest)
                    .filter(i -> line[i] > 0)
                    .toArray();
            touchedCounts[level] = java.util.Arrays.stream(touched[level])
                    .mapToDouble(i -> line[i])
                    .toArray();
        }
    }

    private static int largest(Design design) {
        int largest = 0;
        for (int f = 1; f < design.factors().size(); f++) {
            if (design.levels(f) > design.levels(largest)) {
                largest = f;
            }
        }
        return largest;
    }

    private void fill(Design design, int factor, int row, double[][] withLargest) {
        double[] ownCounts = design.counts(factor);
        double[] ownSums = design.sums(factor);
        for (int level = 0; level < ownCounts.length; level++) {
            factorOf[row + level] = factor;
            counts[row + level] = ownCounts[level];
            sums[row + level] = ownSums[level];
        }
        double[][] together = design.counts(largest, factor);
        for (int i = 0; i < together.length; i++) {
            System.arraycopy(together[i], 0, withLargest[i], row, together[i].length);
        }
        int column = 0;
        for (int other = 0; other < design.factors().size(); other++) {
            if (other == largest) {
                continue;
            }
            double[][] pairs = design.counts(factor, other);
            for (int i = 0; i < pairs.length; i++) {
                System.arraycopy(pairs[i], 0, cross[row + i], column, pairs[i].length);
            }
            column += design.levels(other);
        }
    }

    int observations() {
        return observations;
    }

    /** What a set of variance ratios gives before the scale is known. */
    record Terms(double logDeterminants, double quadratic, double mean) {}

    /** @param ratios variance of each factor over the residual's, at least 0 */
    Terms terms(double[] ratios) {
        int rest = counts.length;
        double[] roots = new double[rest];
        for (int i = 0; i < rest; i++) {
            roots[i] = Math.sqrt(ratios[factorOf[i]]);
        }
        double[][] a = new double[rest][rest];
        double[] one = new double[rest];
        double[] y = new double[rest];
        for (int i = 0; i < rest; i++) {
            one[i] = roots[i] * counts[i];
            y[i] = roots[i] * sums[i];
            for (int j = 0; j <= i; j++) {
                a[i][j] = roots[i] * roots[j] * cross[i][j];
            }
            a[i][i] += 1;
        }
        double logDeterminant = 0;
        double oneOne = observations;
        double oneY = total;
        double yY = squares;
        double ratio = ratios[largest];
        for (int level = 0; level < largestCounts.length; level++) {
            double pivot = 1 + ratio * largestCounts[level];
            logDeterminant += Math.log(pivot);
            double weight = ratio / pivot;
            double n = largestCounts[level];
            double s = largestSums[level];
            oneOne -= weight * n * n;
            oneY -= weight * n * s;
            yY -= weight * s * s;
            eliminate(level, weight, roots, a, one, y);
        }
        logDeterminant += Cholesky.decompose(a);
        Cholesky.forward(a, one);
        Cholesky.forward(a, y);
        for (int i = 0; i < rest; i++) {
            oneOne -= one[i] * one[i];
            oneY -= one[i] * y[i];
            yY -= y[i] * y[i];
        }
        double mean = oneY / oneOne;
        return new Terms(logDeterminant + Math.log(oneOne), Math.max(yY - mean * oneY, 0), mean);
    }

    private void eliminate(int level, double weight, double[] roots, double[][] a, double[] one, double[] y) {
        int[] places = touched[level];
        double[] here = touchedCounts[level];
        for (int p = 0; p < places.length; p++) {
            int i = places[p];
            double left = weight * roots[i] * here[p];
            one[i] -= left * largestCounts[level];
            y[i] -= left * largestSums[level];
            for (int q = 0; q < places.length; q++) {
                int j = places[q];
                if (j <= i) {
                    a[i][j] -= left * roots[j] * here[q];
                }
            }
        }
    }

    /** At the residual variance that suits the ratios best. */
    double profiled(double[] ratios) {
        Terms terms = terms(ratios);
        int freedom = observations - 1;
        return freedom * Math.log(terms.quadratic() / freedom) + terms.logDeterminants() + freedom;
    }

    /** At a given residual variance. */
    double at(double residual, double[] ratios) {
        Terms terms = terms(ratios);
        return (observations - 1) * Math.log(residual) + terms.logDeterminants() + terms.quadratic() / residual;
    }
}
