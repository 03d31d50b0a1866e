package io.soakline.drift;

/** Discrete Fourier transform of {@link PeriodSearch#WINDOW} real values, by splitting off the factors 2, 3 and 5. */
final class Fourier {

    private static final int SIZE = PeriodSearch.WINDOW;
    private static final int HALF = SIZE / 2;

    /** From the smallest transforms up; a last factor of 2 combines the even and the odd values. */
    private static final int[] FACTORS = {5, 3, 3, 2, 2};

    private static final int MOST_FACTOR = 5;
    private static final double[] COSINES = new double[SIZE];
    private static final double[] SINES = new double[SIZE];
    private static final int[] ORDER = new int[SIZE];

    static {
        for (int i = 0; i < SIZE; i++) {
            COSINES[i] = Math.cos(2 * Math.PI * i / SIZE);
            SINES[i] = Math.sin(2 * Math.PI * i / SIZE);
        }
        order(0, 0, HALF, FACTORS.length - 1);
        order(1, HALF, HALF, FACTORS.length - 1);
    }

    private Fourier() {}

    /** Where each value of the smallest transforms comes from. */
    private static void order(int from, int to, int size, int factors) {
        if (factors < 0) {
            ORDER[to] = from;
            return;
        }
        int factor = FACTORS[factors];
        int part = size / factor;
        for (int r = 0; r < factor; r++) {
            order(from + r * (SIZE / size), to + r * part, part, factors - 1);
        }
    }

    /** Squared magnitudes of the frequencies 0 to SIZE/2 - 1, in cycles a window. */
    static double[] power(double[] series) {
        double[] real = new double[SIZE];
        double[] imaginary = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            real[i] = series[ORDER[i]];
        }
        int part = 1;
        for (int factor : FACTORS) {
            combine(real, imaginary, part, factor);
            part *= factor;
        }
        double[] power = new double[HALF];
        for (int k = 0; k < HALF; k++) {
            double oddReal = real[HALF + k];
            double oddImaginary = imaginary[HALF + k];
            double re = real[k] + (oddReal * COSINES[k] + oddImaginary * SINES[k]);
            double im = imaginary[k] + (oddImaginary * COSINES[k] - oddReal * SINES[k]);
            power[k] = re * re + im * im;
        }
        return power;
    }

    /** Makes each {@code factor} adjoining transforms of {@code part} values one. */
    private static void combine(double[] real, double[] imaginary, int part, int factor) {
        double[] re = new double[MOST_FACTOR];
        double[] im = new double[MOST_FACTOR];
        int stride = SIZE / (part * factor);
        for (int to = 0; to < SIZE; to += part * factor) {
            for (int k = 0; k < part; k++) {
                for (int r = 0; r < factor; r++) {
                    re[r] = real[to + r * part + k];
                    im[r] = imaginary[to + r * part + k];
                }
                for (int q = 0; q < factor; q++) {
                    int step = (k + q * part) * stride;
                    int turn = step;
                    double sumReal = re[0];
                    double sumImaginary = im[0];
                    for (int r = 1; r < factor; r++) {
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
}
