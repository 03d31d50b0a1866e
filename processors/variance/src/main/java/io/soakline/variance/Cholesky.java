package io.soakline.variance;

/** Lower triangular root of a symmetric positive matrix, of which the lower half is given. */
final class Cholesky {
    private Cholesky() {}

    /** Replaces the lower half by its root; returns the logarithm of the matrix's determinant. */
    static double decompose(double[][] matrix) {
        double logDeterminant = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                if (i == j) {
                    logDeterminant += Math.log(sum);
                    matrix[i][i] = Math.sqrt(sum);
                } else {
                    matrix[i][j] = sum / matrix[j][j];
                }
            }
        }
        return logDeterminant;
    }

    /** Solves root x = vector in place. */
    static void forward(double[][] root, double[] vector) {
        for (int i = 0; i < vector.length; i++) {
            double sum = vector[i];
            for (int k = 0; k < i; k++) {
                sum -= root[i][k] * vector[k];
            }
            vector[i] = sum / root[i][i];
        }
    }
}
