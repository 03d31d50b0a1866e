package io.soakline.agreement;

import org.jspecify.annotations.Nullable;

/**
 * How one output differs from another of the same input. Null is "not known from what is held of them".
 *
 * @param bitwise whether the canonical bits are the same
 * @param rawOnly whether the canonical bits are the same and the raw ones are not: -0 against +0, NaN payloads, or the
 *     order of detections
 * @param withinTolerance whether every element is. Exact for tensors held whole; otherwise from extremes, largest values
 *     and the ladder where these decide. Unequal shapes are out of tolerance
 * @param maxAbs largest absolute difference of two elements; infinite where one is NaN or infinite and the other is not
 *     the same; null unless all unequal tensors are held whole and correspond
 * @param maxUlp most representable values between two finite elements, in their own type; null as {@code maxAbs} is, and
 *     for integers and unequal types
 * @param l2 Euclidean distance over all tensors; infinite as {@code maxAbs} is
 * @param l2Relative {@code l2} over the norm of the first; 0 when both are 0, infinite when only the norm is
 * @param l2Estimated whether a CountSketch took part; of 64 buckets it has a relative standard deviation of about 9 %
 * @param cosine null when a norm is 0 or elements are not finite on one side only
 * @param top1Equal whether the first tensors have their largest finite element in the same place; an output without
 *     finite elements agrees with none but itself
 * @param topKOverlap share of the five largest of the first tensor that both have; null with fewer than five elements
 * @param answerKind null where no post-processing is declared, or another one on each side
 * @param answerScore see {@link Answer.Kind}; null where answers are truncated
 * @param marginOfA {@link KnownOutput#decisionMargin()} of the first
 * @param decisiveDelta largest difference among the elements that a decision rests on: those of the first tensor when it
 *     is held whole, otherwise those that are among the largest on both sides
 */
public record OutputComparison(
        boolean bitwise,
        boolean rawOnly,
        @Nullable Boolean withinTolerance,
        @Nullable Double maxAbs,
        @Nullable Long maxUlp,
        @Nullable Double l2,
        @Nullable Double l2Relative,
        boolean l2Estimated,
        @Nullable Double cosine,
        @Nullable Boolean top1Equal,
        @Nullable Double topKOverlap,
        Answer.@Nullable Kind answerKind,
        @Nullable Double answerScore,
        @Nullable Double marginOfA,
        @Nullable Double decisiveDelta) {

    /** Of outputs of which nothing but unequal digests is known. */
    static final OutputComparison UNKNOWN = new OutputComparison(
            false, false, null, null, null, null, null, false, null, null, null, null, null, null, null);

    /** @param tolerance null where none is declared */
    public static OutputComparison of(KnownOutput a, KnownOutput b, @Nullable Tolerance tolerance) {
        if (a.digest().equals(b.digest())) {
            return equal(a, b);
        }
        OutputDifference difference = OutputDifference.of(a.tensors(), b.tensors(), tolerance);
        Answer.Kind kind = AnswerScore.kind(a.answer(), b.answer());
        return new OutputComparison(
                false,
                false,
                difference.within(),
                difference.maxAbs(),
                difference.maxUlp(),
                difference.l2(),
                difference.l2Relative(),
                difference.estimated(),
                difference.cosine(),
                TopElements.sameLargest(a, b),
                TopElements.overlap(a, b),
                kind,
                kind == null ? null : AnswerScore.of(a.answer(), b.answer()),
                a.decisionMargin(),
                TopElements.delta(a, b));
    }

    /** Of equal canonical digests, whether or not it is known what they stand for. */
    static OutputComparison equal(@Nullable KnownOutput a, @Nullable KnownOutput b) {
        boolean rawOnly = a != null && b != null && !a.rawDigest().equals(b.rawDigest());
        Answer.Kind kind = (a == null || a.answer() == null) ? null : a.answer().kind();
        Double margin = a == null ? null : a.decisionMargin();
        return new OutputComparison(
                true, rawOnly, true, 0.0, 0L, 0.0, 0.0, false, 1.0, true, 1.0, kind, 1.0, margin, 0.0);
    }
}
