package io.soakline.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Differences over all tensors of two outputs, as far as they are known. Components as in {@link OutputComparison}. */
record OutputDifference(
        @Nullable Boolean within,
        @Nullable Double maxAbs,
        @Nullable Long maxUlp,
        @Nullable Double l2,
        @Nullable Double l2Relative,
        @Nullable Double cosine,
        boolean estimated) {

    static OutputDifference of(List<KnownTensor> a, List<KnownTensor> b, @Nullable Tolerance tolerance) {
        if (a.size() != b.size()) {
            return new OutputDifference(tolerance == null ? null : false, null, null, null, null, null, false);
        }
        Sum sum = new Sum(tolerance == null ? null : true);
        for (int i = 0; i < a.size(); i++) {
            sum.accept(TensorDifference.of(a.get(i), b.get(i), tolerance));
        }
        double squaredNormOfA = squaredNorm(a);
        Double l2 = sum.squaredDistance == null ? null : Math.sqrt(sum.squaredDistance);
        return new OutputDifference(
                sum.within,
                sum.maxAbs,
                sum.maxUlp,
                l2,
                l2 == null ? null : relative(l2, Math.sqrt(squaredNormOfA)),
                cosine(sum.squaredDistance, squaredNormOfA, squaredNorm(b)),
                sum.estimated && l2 != null);
    }

    private static double squaredNorm(List<KnownTensor> tensors) {
        double sum = 0;
        for (KnownTensor tensor : tensors) {
            sum += tensor.norm() * tensor.norm();
        }
        return sum;
    }

    private static double relative(double l2, double normOfA) {
        return l2 == 0 ? 0 : l2 / normOfA;
    }

    /** By the law of cosines: exact to a few units in the last place, where an inner product of sketches would be noise. */
    private static @Nullable Double cosine(
            @Nullable Double squaredDistance, double squaredNormOfA, double squaredNormOfB) {
        if (squaredDistance == null || squaredDistance.isInfinite() || squaredNormOfA == 0 || squaredNormOfB == 0) {
            return null;
        }
        double cosine = (squaredNormOfA + squaredNormOfB - squaredDistance)
                / (2 * Math.sqrt(squaredNormOfA) * Math.sqrt(squaredNormOfB));
        return Math.max(-1, Math.min(1, cosine));
    }

    private static final class Sum {

        private @Nullable Boolean within;
        private @Nullable Double maxAbs = 0.0;
        private @Nullable Long maxUlp = 0L;
        private @Nullable Double squaredDistance = 0.0;
        private boolean estimated;

        Sum(@Nullable Boolean within) {
            this.within = within;
        }

        void accept(TensorDifference tensor) {
            within = both(within, tensor.within());
            maxAbs = (maxAbs == null || tensor.maxAbs() == null)
                    ? null
                    : Double.valueOf(Math.max(maxAbs, tensor.maxAbs()));
            maxUlp = (maxUlp == null || tensor.maxUlp() == null)
                    ? null
                    : Long.valueOf(Math.max(maxUlp, tensor.maxUlp()));
            squaredDistance = (squaredDistance == null || tensor.squaredDistance() == null)
                    ? null
                    : Double.valueOf(squaredDistance + tensor.squaredDistance());
            estimated |= tensor.estimated();
        }

        /** One tensor out of tolerance settles it, whatever is not known of others. */
        private static @Nullable Boolean both(@Nullable Boolean a, @Nullable Boolean b) {
            if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
                return false;
            }
            return (a == null || b == null) ? null : Boolean.TRUE;
        }
    }
}
