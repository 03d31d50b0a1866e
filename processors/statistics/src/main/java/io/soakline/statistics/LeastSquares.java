package io.soakline.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Least squares of a few columns, by the normal equations of the columns scaled to length 1. Their condition number is the
 * square of {@link #conditionIndex}: up to an index of 30 they lose three of sixteen digits.
 */
final class LeastSquares {

    private final double[][] columns;
    private final double[] target;
    private final double[] scale;
    private final double[][] gram;
    private final double[] moments;

    private LeastSquares(double[][] columns, double[] target, double[] scale) {
        this.columns = columns;
        this.target = target;
        this.scale = scale;
        int n = columns.length;
        gram = new double[n][n];
        moments = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                gram[i][j] = dot(columns[i], columns[j]) / scale[i] / scale[j];
            }
            moments[i] = dot(columns[i], target) / scale[i];
        }
    }

    /** @return null when a column is all 0 */
    static @Nullable LeastSquares of(double[][] columns, double[] target) {
        double[] scale = Arrays.stream(columns)
                .mapToDouble(column -> Math.sqrt(dot(column, column)))
                .toArray();
        return Arrays.stream(scale).allMatch(length -> length > 0) ? new LeastSquares(columns, target, scale) : null;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Largest over smallest singular value of the scaled columns; infinite when they are linearly dependent. */
    double conditionIndex() {
        double[] eigenvalues = SymmetricEigenvalues.of(gram);
        double smallest = Arrays.stream(eigenvalues).min().orElse(0);
        double largest = Arrays.stream(eigenvalues).max().orElse(0);
        return smallest > 0 ? Math.sqrt(largest / smallest) : Double.POSITIVE_INFINITY;
    }

    /** Coefficients of any sign. */
    double[] solution() {
        boolean[] all = new boolean[columns.length];
        Arrays.fill(all, true);
        return unscaled(solve(all));
    }

    /** Coefficients of which none is below 0 (Lawson, Hanson: Solving Least Squares Problems, 1974, algorithm NNLS). */
    double[] nonNegative() {
        int n = columns.length;
        boolean[] free = new boolean[n];
        double[] x = new double[n];
        for (int next = steepest(free, x); next >= 0; next = steepest(free, x)) {
            free[next] = true;
            double[] wanted = solve(free);
            while (Arrays.stream(wanted).anyMatch(value -> value < 0)) {
                x = towards(x, wanted, free);
                wanted = solve(free);
            }
            x = wanted;
        }
        return unscaled(x);
    }

    /** The column at 0 whose growth lessens the error most; -1 when none does. */
    private int steepest(boolean[] free, double[] x) {
        int best = -1;
        // Rounding of the moments must not make a column come and go.
        double most = 1e-12 * Math.sqrt(dot(target, target));
        for (int i = 0; i < x.length; i++) {
            double descent = moments[i] - dot(gram[i], x);
            if (!free[i] && descent > most) {
                best = i;
                most = descent;
            }
        }
        return best;
    }

    /** As far as no coefficient falls below 0; those that reach it are bound there. */
    private static double[] towards(double[] x, double[] wanted, boolean[] free) {
        double step = 1;
        for (int i = 0; i < x.length; i++) {
            if (free[i] && wanted[i] < 0) {
                step = Math.min(step, x[i] / (x[i] - wanted[i]));
            }
        }
        double[] moved = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            moved[i] = x[i] + step * (wanted[i] - x[i]);
            if (free[i] && wanted[i] < 0 && moved[i] <= 1e-15 * Math.abs(wanted[i])) {
                free[i] = false;
                moved[i] = 0;
            }
        }
        return moved;
    }

    /** Standard deviations of {@link #solution}. */
    double[] deviations(int freedom) {
        double[] solution = solution();
        double squares = 0;
        for (int row = 0; row < target.length; row++) {
            double residual = target[row];
            for (int i = 0; i < columns.length; i++) {
                residual -= solution[i] * columns[i][row];
            }
            squares += residual * residual;
        }
        double[] deviations = new double[columns.length];
        for (int i = 0; i < deviations.length; i++) {
            double[] unit = new double[columns.length];
            unit[i] = 1;
            deviations[i] = Math.sqrt(squares / freedom * Cholesky.solve(gram, unit)[i]) / scale[i];
        }
        return deviations;
    }

    private double[] unscaled(double[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = x[i] / scale[i];
        }
        return result;
    }

    /** Coefficients of the free columns, scaled; 0 for the others. */
    private double[] solve(boolean[] free) {
        int n = columns.length;
        double[][] matrix = new double[n][n];
        double[] right = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i][j] = free[i] && free[j] ? gram[i][j] : 0;
            }
            if (!free[i]) {
                matrix[i][i] = 1;
            }
            right[i] = free[i] ? moments[i] : 0;
        }
        return Cholesky.solve(matrix, right);
    }

    /** Systems with a positive definite matrix. */
    private static final class Cholesky {

        static double[] solve(double[][] matrix, double[] right) {
            double[][] lower = decompose(matrix);
            int n = right.length;
            double[] x = right.clone();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    x[i] -= lower[i][j] * x[j];
                }
                x[i] /= lower[i][i];
            }
            for (int i = n - 1; i >= 0; i--) {
                for (int j = i + 1; j < n; j++) {
                    x[i] -= lower[j][i] * x[j];
                }
                x[i] /= lower[i][i];
            }
            return x;
        }

        private static double[][] decompose(double[][] matrix) {
            int n = matrix.length;
            double[][] lower = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = matrix[i][j];
                    for (int k = 0; k < j; k++) {
                        sum -= lower[i][k] * lower[j][k];
                    }
                    lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
                }
            }
            return lower;
        }
    }
}
