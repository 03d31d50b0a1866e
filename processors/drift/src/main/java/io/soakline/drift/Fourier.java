package io.soakline.drift;

/** Discrete Fourier transform of {@link PeriodSearch#WINDOW} real values, by splitting off the factors 2, 3 and 5. */
final class Fourier {

    private static final int SIZE = PeriodSearch.WINDOW;
    private static final double[] COSINES = new double[SIZE];
    private static final double[] SINES = new double[SIZE];

    static {
        for (int i = 0; i < SIZE; i++) {
            COSINES[i] = Math.cos(2 * Math.PI * i / SIZE);
            SINES[i] = Math.sin(2 * Math.PI * i / SIZE);
        }
    }

    private Fourier() {}

    /** Squared magnitudes of the frequencies 0 to SIZE/2 - 1, in cycles a window. */
    static double[] power(double[] series) {
        double[] real = new double[SIZE];
        double[] imaginary = new double[SIZE];
        transform(series, 0, 1, SIZE, real, imaginary, 0);
        double[] power = new double[SIZE / 2];
        for (int k = 0; k < power.length; k++) {
            power[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
        }
        return power;
    }

    /** Transforms the {@code size} values at {@code from}, {@code from + stride} … into the output from {@code to} on. */
    private static void transform(
            double[] series, int from, int stride, int size, double[] real, double[] imaginary, int to) {
        if (size == 1) {
            real[to] = series[from];
            imaginary[to] = 0;
            return;
        }
        int factor = size % 2 == 0 ? 2 : size % 3 == 0 ? 3 : 5;
        int part = size / factor;
        for (int r = 0; r < factor; r++) {
            transform(series, from + r * stride, stride * factor, part, real, imaginary, to + r * part);
        }
        double[] re = new double[factor];
        double[] im = new double[factor];
        for (int k = 0; k < part; k++) {
            for (int r = 0; r < factor; r++) {
                re[r] = real[to + r * part + k];
                im[r] = imaginary[to + r * part + k];
            }
            for (int q = 0; q < factor; q++) {
                double sumReal = 0;
                double sumImaginary = 0;
                int step = (k + q * part) * stride % SIZE;
                int turn = 0;
                for (int r = 0; r < factor; r++) {
                    sumReal += re[r] * COSINES[turn] + im[r] * SINES[turn];
                    sumImaginary += im[r] * COSINES[turn] - re[r] * SINES[turn];
                    turn += step;
                    turn -= turn >= SIZE ? SIZE : 0;
                }
                real[to + q * part + k] = sumReal;
                imaginary[to + q * part + k] = sumImaginary;
            }
        }
    }
}
