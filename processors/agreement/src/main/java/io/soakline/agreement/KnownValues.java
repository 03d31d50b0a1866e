package io.soakline.agreement;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** Values of which some may not be known: then, and when there are none, nothing can be said of all of them. */
final class KnownValues {

    private double[] values = new double[64];
    private int size;
    private boolean allKnown = true;

    void add(@Nullable Double value) {
        if (value == null) {
            allKnown = false;
            return;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** Null for null, 1 for true. */
    void add(@Nullable Boolean value) {
        add(value == null ? null : Double.valueOf(value ? 1 : 0));
    }

    boolean isKnown() {
        return allKnown && size > 0;
    }

    @Nullable
    Double mean() {
        return isKnown() ? Double.valueOf(Arrays.stream(values, 0, size).sum() / size) : null;
    }

    @Nullable
    Double min() {
        return isKnown() ? Double.valueOf(sorted()[0]) : null;
    }

    @Nullable
    Double max() {
        return isKnown() ? Double.valueOf(sorted()[size - 1]) : null;
    }

    /** Mean of the two middle ones of an even number. */
    @Nullable
    Double median() {
        if (!isKnown()) {
            return null;
        }
        double[] sorted = sorted();
        double low = sorted[(size - 1) / 2];
        double high = sorted[size / 2];
        return low == high ? low : low + (high - low) / 2;
    }

    /** Smallest value that at least 99 % do not exceed. */
    @Nullable
    Double p99() {
        return isKnown() ? Double.valueOf(sorted()[(int) ((99L * size + 99) / 100) - 1]) : null;
    }

    @Nullable
    Double share(DoublePredicate condition) {
        return isKnown()
                ? Double.valueOf((double)
                                Arrays.stream(values, 0, size).filter(condition).count()
                        / size)
                : null;
    }

    private double[] sorted() {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted;
    }
}
