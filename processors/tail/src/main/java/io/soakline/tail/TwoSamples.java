package io.soakline.tail;

import java.util.Arrays;

/** Kolmogorov and Smirnov's comparison of two samples. */
final class TwoSamples {
    private TwoSamples() {}

    /** Largest distance of the two empirical distribution functions; equal values of both samples step together. */
    static double distance(double[] one, double[] other) {
        double[] a = one.clone();
        double[] b = other.clone();
        Arrays.sort(a);
        Arrays.sort(b);
        int i = 0;
        int j = 0;
        double most = 0;
        while (i < a.length && j < b.length) {
            double at = Math.min(a[i], b[j]);
            while (i < a.length && a[i] == at) {
                i++;
            }
            while (j < b.length && b[j] == at) {
                j++;
            }
            most = Math.max(most, Math.abs((double) i / a.length - (double) j / b.length));
        }
        return most;
    }

    /**
     * The distance exceeded with the given probability by two large samples of one continuous distribution (first term of
     * Kolmogorov's series, exact to 1e-8 at 1 %). Ties make the distance smaller, so the test gets milder, never wilder.
     */
    static double limit(int one, int other, double level) {
        return Math.sqrt(-0.5 * Math.log(level / 2) * (1.0 / one + 1.0 / other));
    }
}
