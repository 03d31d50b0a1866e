package io.soakline.backtest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values moved and scaled to mean 0 and mean square 1. */
final class Standardised {

    private final double[] values;
    private final double centre;
    private final double scale;

    private Standardised(double[] values, double centre, double scale) {
        this.values = values;
        this.centre = centre;
        this.scale = scale;
    }

    /** Null when all are equal, up to rounding, or there are none. */
    static @Nullable Standardised of(double[] values) {
        // Scaled down first, or the squares of large values are infinite and of small ones zero.
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        if (!(largest > 0)) {
            return null;
        }
        double mean = Arrays.stream(values).map(v -> v / largest).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(values)
                .map(v -> v / largest - mean)
                .map(d -> d * d)
                .average()
                .orElse(0));
        if (!(deviation > 1e-12)) {
            return null;
        }
        double[] standardised =
                Arrays.stream(values).map(v -> (v / largest - mean) / deviation).toArray();
        return new Standardised(standardised, mean * largest, deviation * largest);
    }

    double[] values() {
        return values;
    }

    /** In the unit that the values came in. */
    double original(double standardised) {
        return centre + scale * standardised;
    }
}
