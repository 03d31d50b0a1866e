package io.soakline.agreement;

import io.soakline.agreement.KnownTensor.LadderStep;
import org.jspecify.annotations.Nullable;

/**
 * Whether two tensors of which not every element is known are equal within tolerance, where that follows from what is.
 *
 * <ul>
 *   <li>Largest elements in the same place, or extremes, that are too far apart: not within.
 *   <li>Equal when rounded to {@code k} mantissa bits: no element differs by more than {@code 2^-k} of its value (subnormal
 *       ones apart, which may differ by that share of the smallest normal value): within a tolerance that allows as much
 *       up to the largest magnitude.
 *   <li>Unequal when rounded, though no element lies near the edge of its cell: some element differs by more than
 *       {@link LadderStep#STRADDLE} of its value: not within a tolerance that is purely relative and no larger.
 * </ul>
 */
final class ToleranceEvidence {

    private ToleranceEvidence() {}

    /** Null when not decided. */
    static @Nullable Boolean within(KnownTensor a, KnownTensor b, Tolerance tolerance) {
        return (largestTooFar(a, b, tolerance) || extremesTooFar(a, b, tolerance))
                ? Boolean.FALSE
                : fromLadder(a, b, tolerance);
    }

    private static boolean largestTooFar(KnownTensor a, KnownTensor b, Tolerance tolerance) {
        for (int i = 0; i < a.topIndices().size(); i++) {
            int place = b.topIndices().indexOf(a.topIndices().get(i));
            if (place >= 0
                    && !tolerance.allows(a.topValues().get(i), b.topValues().get(place))) {
                return true;
            }
        }
        return false;
    }

    /** Where one side has its maximum, the other has at most its own. */
    private static boolean extremesTooFar(KnownTensor a, KnownTensor b, Tolerance tolerance) {
        if (a.minimum() == null || a.maximum() == null || b.minimum() == null || b.maximum() == null) {
            return false;
        }
        double allowed = tolerance.allowed(magnitude(b.minimum(), b.maximum()));
        return Math.abs(a.maximum() - b.maximum()) > allowed || Math.abs(a.minimum() - b.minimum()) > allowed;
    }

    private static @Nullable Boolean fromLadder(KnownTensor a, KnownTensor b, Tolerance tolerance) {
        if (!a.elementType().equals(b.elementType())) {
            return null;
        }
        double magnitude = (b.minimum() == null || b.maximum() == null)
                ? Double.POSITIVE_INFINITY
                : magnitude(b.minimum(), b.maximum());
        for (LadderStep step : a.ladder()) {
            for (LadderStep other : b.ladder()) {
                if (step.mantissaBits() == other.mantissaBits()) {
                    Boolean decided = fromStep(step, other, magnitude, tolerance);
                    if (decided != null) {
                        return decided;
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable Boolean fromStep(LadderStep a, LadderStep b, double magnitude, Tolerance tolerance) {
        if (!a.digest().equals(b.digest())) {
            return (a.straddles() == 0
                            && b.straddles() == 0
                            && tolerance.absolute() == 0
                            && tolerance.relative() <= LadderStep.STRADDLE)
                    ? Boolean.FALSE
                    : null;
        }
        double unexplained = Math.scalb(1.0, -a.mantissaBits()) - tolerance.relative();
        return (unexplained <= 0 || unexplained * magnitude <= tolerance.absolute()) ? Boolean.TRUE : null;
    }

    private static double magnitude(double minimum, double maximum) {
        return Math.max(Math.abs(minimum), Math.abs(maximum));
    }
}
