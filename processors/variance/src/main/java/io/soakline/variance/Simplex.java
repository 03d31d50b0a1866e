package io.soakline.variance;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Nelder and Mead, Computer Journal 7 (1965), for a minimum. Deterministic. */
final class Simplex {
    private static final int STEPS_PER_DIMENSION = 150;

    private Simplex() {}

    /** A place and the value there. */
    static final class Low {
        final double[] at;
        final double value;

        private Low(double[] at, double value) {
            this.at = at;
            this.value = value;
        }
    }

    /** Restarts once from where the first simplex ended, in case it had collapsed. */
    static Low minimiseWell(ToDoubleFunction<double[]> f, double[] start, double step) {
        Low first = minimise(f, start, step, 1e-9);
        Low second = minimise(f, first.at, 0.3 * step, 1e-9);
        return second.value < first.value ? second : first;
    }

    /**
     * With no dimension, the value itself.
     *
     * @param tolerance spread of the simplex's values at which it stops
     */
    static Low minimise(ToDoubleFunction<double[]> f, double[] start, double step, double tolerance) {
        int n = start.length;
        if (n == 0) {
            return new Low(start, f.applyAsDouble(start));
        }
        Low[] corners = new Low[n + 1];
        corners[0] = low(f, start);
        for (int i = 0; i < n; i++) {
            double[] at = start.clone();
            at[i] += step;
            corners[i + 1] = low(f, at);
        }
        for (int round = 0; round < STEPS_PER_DIMENSION * n; round++) {
            Arrays.sort(corners, (a, b) -> Double.compare(a.value, b.value));
            if (corners[n].value - corners[0].value <= tolerance) {
                break;
            }
            double[] centre = new double[n];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    centre[k] += corners[i].at[k] / n;
                }
            }
            replaceWorst(f, corners, centre);
        }
        Arrays.sort(corners, (a, b) -> Double.compare(a.value, b.value));
        return corners[0];
    }

    private static void replaceWorst(ToDoubleFunction<double[]> f, Low[] corners, double[] centre) {
        int n = centre.length;
        Low worst = corners[n];
        Low mirrored = between(f, centre, worst, -1);
        if (mirrored.value < corners[0].value) {
            Low farther = between(f, centre, worst, -2);
            corners[n] = farther.value < mirrored.value ? farther : mirrored;
        } else if (mirrored.value < corners[n - 1].value) {
            corners[n] = mirrored;
        } else {
            Low nearer = between(f, centre, worst, mirrored.value < worst.value ? -0.5 : 0.5);
            if (nearer.value < Math.min(mirrored.value, worst.value)) {
                corners[n] = nearer;
            } else {
                for (int i = 1; i <= n; i++) {
                    corners[i] = between(f, corners[0].at, corners[i], 0.5);
                }
            }
        }
    }

    private static Low between(ToDoubleFunction<double[]> f, double[] centre, Low from, double factor) {
        double[] at = new double[centre.length];
        for (int k = 0; k < at.length; k++) {
            at[k] = centre[k] + factor * (from.at[k] - centre[k]);
        }
        return low(f, at);
    }

    private static Low low(ToDoubleFunction<double[]> f, double[] at) {
        double value = f.applyAsDouble(at);
        return new Low(at, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value);
    }
}
