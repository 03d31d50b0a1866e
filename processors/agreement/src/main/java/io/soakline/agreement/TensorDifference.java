package io.soakline.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Differences of two tensors as far as they are known; the components are those of {@link ElementDifferences}, null when
 * not known.
 *
 * @param estimated whether the distance comes from sketches
 */
record TensorDifference(
        @Nullable Boolean within,
        @Nullable Double maxAbs,
        @Nullable Long maxUlp,
        @Nullable Double squaredDistance,
        boolean estimated) {

    static TensorDifference of(KnownTensor a, KnownTensor b, @Nullable Tolerance tolerance) {
        if (!a.correspondsTo(b)) {
            return new TensorDifference(tolerance == null ? null : false, null, null, null, false);
        }
        if (a.isWhole() && b.isWhole()) {
            ElementDifferences exact = ElementDifferences.of(a, b, tolerance);
            return new TensorDifference(exact.within(), exact.maxAbs(), exact.maxUlp(), exact.squaredDistance(), false);
        }
        if (haveEqualBlocks(a, b)) {
            return new TensorDifference(tolerance == null ? null : true, 0.0, 0L, 0.0, false);
        }
        return fromSketches(a, b, tolerance);
    }

    private static boolean haveEqualBlocks(KnownTensor a, KnownTensor b) {
        return !a.blockDigests().isEmpty()
                && a.elementType().equals(b.elementType())
                && a.blockDigests().equals(b.blockDigests());
    }

    private static TensorDifference fromSketches(KnownTensor a, KnownTensor b, @Nullable Tolerance tolerance) {
        if (a.nanCount() != b.nanCount() || a.infinityCount() != b.infinityCount()) {
            double infinite = Double.POSITIVE_INFINITY;
            return new TensorDifference(tolerance == null ? null : false, infinite, null, infinite, false);
        }
        Boolean within = tolerance == null ? null : ToleranceEvidence.within(a, b, tolerance);
        return new TensorDifference(within, null, null, estimate(a, b), true);
    }

    /** Null without comparable sketches, and where NaN or infinities may stand in different places. */
    private static @Nullable Double estimate(KnownTensor a, KnownTensor b) {
        if (a.nonFiniteCount() > 0
                || a.countSketch().isEmpty()
                || a.countSketch().size() != b.countSketch().size()
                || a.countSketchVersion() != b.countSketchVersion()) {
            return null;
        }
        return squaredDistance(a.countSketch(), b.countSketch());
    }

    /** Unbiased for the squared distance of the tensors (Charikar, Chen, Farach-Colton, 2002). */
    private static double squaredDistance(List<Double> a, List<Double> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            double difference = a.get(i) - b.get(i);
            sum += difference * difference;
        }
        return sum;
    }
}
