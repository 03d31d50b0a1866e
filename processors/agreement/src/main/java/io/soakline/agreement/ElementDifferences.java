package io.soakline.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Differences of two tensors held whole, element by element.
 *
 * @param within whether every element is within tolerance; null without one
 * @param maxAbs 0 without elements; infinite where one is NaN or infinite and the other is not the same
 * @param maxUlp over the elements finite on both sides; 0 where nothing differs; null for unequal types and for integers
 * @param squaredDistance infinite as {@code maxAbs} is
 */
record ElementDifferences(
        @Nullable Boolean within, double maxAbs, @Nullable Long maxUlp, double squaredDistance) {

    static ElementDifferences of(KnownTensor a, KnownTensor b, @Nullable Tolerance tolerance) {
        boolean sameType = a.elementType().equals(b.elementType());
        Tally tally = new Tally(sameType ? Ulps.of(a.elementType()) : Ulps.NONE, tolerance);
        List<Double> valuesOfA = a.values();
        List<Double> valuesOfB = b.values();
        for (int i = 0; i < valuesOfA.size(); i++) {
            tally.accept(valuesOfA.get(i), valuesOfB.get(i));
        }
        return new ElementDifferences(
                tolerance == null ? null : tally.within, tally.maxAbs, tally.maxUlp(), tally.squaredDistance);
    }

    private static final class Tally {

        private final Ulps ulps;
        private final @Nullable Tolerance tolerance;
        private boolean within = true;
        private double maxAbs;
        private @Nullable Long maxUlp;
        private double squaredDistance;

        Tally(Ulps ulps, @Nullable Tolerance tolerance) {
            this.ulps = ulps;
            this.tolerance = tolerance;
        }

        void accept(double a, double b) {
            within &= tolerance == null || tolerance.allows(a, b);
            if (Double.isFinite(a) && Double.isFinite(b)) {
                acceptFinite(a, b);
            } else if (Double.compare(a, b) != 0) {
                maxAbs = Double.POSITIVE_INFINITY;
                squaredDistance = Double.POSITIVE_INFINITY;
            }
        }

        @Nullable
        Long maxUlp() {
            return maxAbs == 0 ? Long.valueOf(0) : maxUlp;
        }

        private void acceptFinite(double a, double b) {
            double difference = Math.abs(a - b);
            maxAbs = Math.max(maxAbs, difference);
            squaredDistance += difference * difference;
            if (ulps != Ulps.NONE) {
                long between = ulps.between(a, b);
                maxUlp = maxUlp == null ? between : Math.max(maxUlp, between);
            }
        }
    }
}
