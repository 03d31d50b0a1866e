package io.soakline.variance;

import java.util.ArrayList;
import java.util.List;

/**
 * Which factors a design can tell apart. A factor's covariance pattern is Z Z', seen after the mean is taken out; a factor
 * is aliased if its pattern is a combination of the others' and the residual's.
 */
final class Aliasing {
    private static final double TOLERANCE = 1e-9;
    private final double[][] gram;

    private Aliasing(double[][] gram) {
        this.gram = gram;
    }

    static Aliasing of(Design design) {
        int k = design.factors().size();
        double n = design.observations();
        double[][] gram = new double[k + 1][k + 1];
        gram[k][k] = n - 1;
        for (int f = 0; f < k; f++) {
            double[] own = design.counts(f);
            double squares = 0;
            for (double count : own) {
                squares += count * count;
            }
            gram[f][k] = n - squares / n;
            gram[k][f] = gram[f][k];
            for (int g = 0; g <= f; g++) {
                gram[f][g] = overlap(design.counts(f, g), own, design.counts(g), n);
                gram[g][f] = gram[f][g];
            }
        }
        return new Aliasing(gram);
    }

    /** tr(M Z_f Z_f' M Z_g Z_g') with M the centring: the squared entries of Z_f' M Z_g. */
    private static double overlap(double[][] together, double[] own, double[] others, double n) {
        double sum = 0;
        for (int i = 0; i < own.length; i++) {
            for (int j = 0; j < others.length; j++) {
                double entry = together[i][j] - own[i] * others[j] / n;
                sum += entry * entry;
            }
        }
        return sum;
    }

    /** Whether the factor's pattern cannot be told from those of the residual and of the given factors. */
    boolean aliased(int factor, List<Integer> others) {
        List<Integer> columns = new ArrayList<>(others);
        columns.remove(Integer.valueOf(factor));
        columns.add(0, gram.length - 1);
        columns.add(factor);
        double whole = gram[factor][factor];
        return whole <= TOLERANCE || lastPivot(columns) <= TOLERANCE * whole;
    }

    /** What is left of the last column's square after projection on the others: Gram-Schmidt on the Gram matrix. */
    private double lastPivot(List<Integer> columns) {
        int k = columns.size();
        double[][] rest = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                rest[i][j] = gram[columns.get(i)][columns.get(j)];
            }
        }
        for (int pivot = 0; pivot < k - 1; pivot++) {
            double size = rest[pivot][pivot];
            if (size <= TOLERANCE * gram[columns.get(pivot)][columns.get(pivot)]) {
                continue;
            }
            for (int i = pivot + 1; i < k; i++) {
                double factor = rest[i][pivot] / size;
                for (int j = pivot + 1; j < k; j++) {
                    rest[i][j] -= factor * rest[pivot][j];
                }
            }
        }
        return rest[k - 1][k - 1];
    }
}
