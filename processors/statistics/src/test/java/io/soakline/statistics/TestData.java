package io.soakline.statistics;

import java.util.SplittableRandom;

/** Data that the tests share. */
final class TestData {

    /**
     * {@code 100000 + (7919 i mod 10007)^2} for i from 0 to 9999: 10,000 different values from 100,000 to 100,220,036.
     *
     * <p>Reference values for it were computed with Python 3.11.7 and NumPy 2.4.6, exact ones with {@code fractions}.
     */
    static long[] quadratic() {
        long[] values = new long[10_000];
        for (int i = 0; i < values.length; i++) {
            long residue = i * 7919L % 10007;
            values[i] = 100_000 + residue * residue;
        }
        return values;
    }

    static void shuffle(long[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            long value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    private TestData() {}
}
