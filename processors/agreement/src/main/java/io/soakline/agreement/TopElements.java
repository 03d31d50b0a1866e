package io.soakline.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The largest elements of the first tensors of two outputs. */
final class TopElements {

    private static final int TOP = 5;

    private TopElements() {}

    static @Nullable Boolean sameLargest(KnownOutput a, KnownOutput b) {
        if (a.tensors().isEmpty() || b.tensors().isEmpty()) {
            return null;
        }
        List<Integer> topOfA = a.tensors().get(0).topIndices();
        List<Integer> topOfB = b.tensors().get(0).topIndices();
        return !topOfA.isEmpty() && !topOfB.isEmpty() && topOfA.get(0).equals(topOfB.get(0));
    }

    static @Nullable Double overlap(KnownOutput a, KnownOutput b) {
        if (!haveFive(a) || !haveFive(b)) {
            return null;
        }
        List<Integer> topOfB = b.tensors().get(0).topIndices();
        long common = a.tensors().get(0).topIndices().stream()
                .filter(topOfB::contains)
                .count();
        return (double) common / TOP;
    }

    private static boolean haveFive(KnownOutput output) {
        return !output.tensors().isEmpty() && output.tensors().get(0).elements() >= TOP;
    }

    /** See {@link OutputComparison#decisiveDelta()}. */
    static @Nullable Double delta(KnownOutput a, KnownOutput b) {
        if (a.tensors().isEmpty() || b.tensors().isEmpty()) {
            return null;
        }
        KnownTensor tensorOfA = a.tensors().get(0);
        KnownTensor tensorOfB = b.tensors().get(0);
        if (!tensorOfA.correspondsTo(tensorOfB)) {
            return null;
        }
        if (tensorOfA.isWhole() && tensorOfB.isWhole()) {
            return ElementDifferences.of(tensorOfA, tensorOfB, null).maxAbs();
        }
        return deltaOfTop(tensorOfA, tensorOfB);
    }

    private static @Nullable Double deltaOfTop(KnownTensor a, KnownTensor b) {
        Double delta = null;
        for (int i = 0; i < a.topIndices().size(); i++) {
            int place = b.topIndices().indexOf(a.topIndices().get(i));
            if (place >= 0) {
                double difference =
                        Math.abs(a.topValues().get(i) - b.topValues().get(place));
                delta = delta == null ? difference : Math.max(delta, difference);
            }
        }
        return delta;
    }
}
