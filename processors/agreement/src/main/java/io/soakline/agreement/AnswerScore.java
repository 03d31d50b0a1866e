package io.soakline.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far two answers of one kind agree: 1 when they are the same. Symmetric. */
final class AnswerScore {

    private AnswerScore() {}

    /** Null unless both answers are of one kind. */
    static Answer.@Nullable Kind kind(@Nullable Answer a, @Nullable Answer b) {
        return (a != null && b != null && a.kind() == b.kind()) ? a.kind() : null;
    }

    /** Null for answers of different kinds, missing ones and truncated ones. */
    static @Nullable Double of(@Nullable Answer a, @Nullable Answer b) {
        if (a == null || b == null || a.truncated() || b.truncated()) {
            return null;
        }
        if (a instanceof Answer.Labels labelsOfA && b instanceof Answer.Labels labelsOfB) {
            return equalShare(labelsOfA.labels(), labelsOfB.labels());
        }
        if (a instanceof Answer.Mask maskOfA && b instanceof Answer.Mask maskOfB) {
            return Dice.of(maskOfA, maskOfB);
        }
        if (a instanceof Answer.Detections detectionsOfA && b instanceof Answer.Detections detectionsOfB) {
            return DetectionMatch.f1(detectionsOfA.detections(), detectionsOfB.detections());
        }
        if (a instanceof Answer.Embedding embeddingOfA && b instanceof Answer.Embedding embeddingOfB) {
            return cosine(embeddingOfA.vector(), embeddingOfB.vector());
        }
        return null;
    }

    /** Share of rows with equal labels; rows that only one side has are unequal. No rows on both sides: 1. */
    private static double equalShare(List<Integer> a, List<Integer> b) {
        int rows = Math.max(a.size(), b.size());
        int equal = 0;
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            equal += a.get(i).equals(b.get(i)) ? 1 : 0;
        }
        return rows == 0 ? 1 : (double) equal / rows;
    }

    /** 1 for two vectors of zeros; 0 for one, for unequal lengths and with elements that are not finite. */
    private static double cosine(List<Float> a, List<Float> b) {
        if (a.size() != b.size()) {
            return 0;
        }
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.size(); i++) {
            double elementOfA = a.get(i);
            double elementOfB = b.get(i);
            product += elementOfA * elementOfB;
            squaresOfA += elementOfA * elementOfA;
            squaresOfB += elementOfB * elementOfB;
        }
        if (squaresOfA == 0 || squaresOfB == 0) {
            return squaresOfA == squaresOfB ? 1 : 0;
        }
        double cosine = product / (Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB));
        return Double.isNaN(cosine) ? 0 : Math.max(-1, Math.min(1, cosine));
    }
}
