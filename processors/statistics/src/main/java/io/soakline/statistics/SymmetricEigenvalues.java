package io.soakline.statistics;

/** Eigenvalues of a small symmetric matrix by Jacobi's rotations (Golub, Van Loan: Matrix Computations, 8.5). */
final class SymmetricEigenvalues {

    private static final int MOST_SWEEPS = 60;

    private SymmetricEigenvalues() {}

    /** In no order. */
    static double[] of(double[][] symmetric) {
        int n = symmetric.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = symmetric[i].clone();
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a); sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, p, q);
                }
            }
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = a[i][i];
        }
        return values;
    }

    private static boolean isDiagonal(double[][] a) {
        double off = 0;
        double on = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                double square = a[i][j] * a[i][j];
                off += i == j ? 0 : square;
                on += i == j ? square : 0;
            }
        }
        return off <= 1e-32 * on;
    }

    /** Makes the element at p, q zero. */
    private static void rotate(double[][] a, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = tangent * cosine;
        for (int k = 0; k < a.length; k++) {
            double akp = a[k][p];
            double akq = a[k][q];
            a[k][p] = cosine * akp - sine * akq;
            a[k][q] = sine * akp + cosine * akq;
        }
        for (int k = 0; k < a.length; k++) {
            double apk = a[p][k];
            double aqk = a[q][k];
            a[p][k] = cosine * apk - sine * aqk;
            a[q][k] = sine * apk + cosine * aqk;
        }
    }
}
