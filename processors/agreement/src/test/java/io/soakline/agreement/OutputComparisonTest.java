package io.soakline.agreement;

import static io.soakline.agreement.Outputs.sketched;
import static io.soakline.agreement.Outputs.tensor;
import static io.soakline.agreement.Outputs.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.agreement.KnownTensor.LadderStep;
import io.soakline.statistics.OutputDigest;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputComparisonTest {

    private static final Tolerance TOLERANCE = new Tolerance(0.01, 0.1);

    @Test
    void of_givenTheSameOutput_thenAgreesInEverything() {
        KnownOutput output = whole(1, 5, 3);
        OutputComparison comparison = OutputComparison.of(output, output, TOLERANCE);

        assertThat(comparison.bitwise()).isTrue();
        assertThat(comparison.rawOnly()).isFalse();
        assertThat(comparison.withinTolerance()).isTrue();
        assertThat(comparison.maxAbs()).isZero();
        assertThat(comparison.maxUlp()).isZero();
        assertThat(comparison.l2()).isZero();
        assertThat(comparison.top1Equal()).isTrue();
        assertThat(comparison.topKOverlap()).isEqualTo(1);
        assertThat(comparison.marginOfA()).isEqualTo(2);
    }

    @Test
    void of_givenEqualCanonicalAndUnequalRawDigests_thenRawOnly() {
        KnownOutput a = whole(0, 1);
        KnownOutput b = new KnownOutput(a.digest(), new OutputDigest(9, 9), a.tensors(), null);

        assertThat(OutputComparison.of(a, b, null).rawOnly()).isTrue();
        assertThat(OutputComparison.of(a, b, null).bitwise()).isTrue();
    }

    @Test
    void of_givenWholeVectors_thenExactFigures() {
        OutputComparison comparison = OutputComparison.of(whole(3, 4, 0), whole(3, 4, 0.5), TOLERANCE);

        assertThat(comparison.bitwise()).isFalse();
        assertThat(comparison.withinTolerance()).isFalse();
        assertThat(comparison.maxAbs()).isEqualTo(0.5);
        assertThat(comparison.maxUlp()).isEqualTo(Float.floatToIntBits(0.5f));
        assertThat(comparison.l2()).isEqualTo(0.5);
        assertThat(comparison.l2Relative()).isEqualTo(0.1);
        assertThat(comparison.l2Estimated()).isFalse();
        assertThat(comparison.cosine()).isCloseTo(5 / Math.sqrt(25.25), within(1e-15));
        assertThat(comparison.top1Equal()).isTrue();
        assertThat(comparison.topKOverlap()).isNull();
        assertThat(comparison.marginOfA()).isEqualTo(1);
        assertThat(comparison.decisiveDelta()).isEqualTo(0.5);
        assertThat(comparison.answerKind()).isNull();
        assertThat(comparison.answerScore()).isNull();
    }

    @Test
    void withinTolerance_isAbsolutePlusRelativeToTheSecond() {
        assertThat(compare(whole(1.12), whole(1.0)).withinTolerance()).isFalse();
        assertThat(compare(whole(1.0), whole(1.12)).withinTolerance()).isTrue();
        assertThat(compare(whole(0.0), whole(0.01)).withinTolerance()).isTrue();
        assertThat(OutputComparison.of(whole(1), whole(2), null).withinTolerance())
                .isNull();
    }

    @Test
    void of_givenNanOnOneSide_thenInfinitelyFarAndOutOfTolerance() {
        OutputComparison comparison = compare(whole(1, Double.NaN, 2), whole(1, 1, 2.5));

        assertThat(comparison.withinTolerance()).isFalse();
        assertThat(comparison.maxAbs()).isInfinite();
        assertThat(comparison.maxUlp()).isEqualTo(Float.floatToIntBits(2.5f) - Float.floatToIntBits(2f));
        assertThat(comparison.l2Relative()).isInfinite();
        assertThat(comparison.cosine()).isNull();
        assertThat(comparison.top1Equal()).isTrue();
    }

    @Test
    void of_givenTheSameUnusualValuesOnBothSides_thenOnlyTheOthersCount() {
        double infinite = Double.POSITIVE_INFINITY;
        OutputComparison comparison =
                compare(whole(Double.NaN, infinite, -infinite, 1), whole(Double.NaN, infinite, -infinite, 1.05));

        assertThat(comparison.withinTolerance()).isTrue();
        assertThat(comparison.maxAbs()).isCloseTo(0.05, within(1e-15));
        assertThat(compare(whole(infinite, 1), whole(-infinite, 1)).maxAbs()).isInfinite();
    }

    @Test
    void of_givenOutputOfNothingButNan_thenItAgreesWithNone() {
        KnownOutput nan = whole(Double.NaN, Double.NaN);
        OutputComparison comparison = compare(nan, whole(1, 2));

        assertThat(comparison.top1Equal()).isFalse();
        assertThat(comparison.marginOfA()).isZero();
        assertThat(nan.labels()).containsExactly(KnownOutput.NO_CLASS);
        assertThat(compare(nan, whole(Double.NaN, Double.NEGATIVE_INFINITY)).top1Equal())
                .isFalse();
    }

    @Test
    void of_givenShapesThatDifferInOnesOnly_thenComparedElementByElement() {
        KnownOutput row = Outputs.output(tensor("FLOAT32", List.of(1L, 3L), true, 1, 2, 3), null);
        KnownOutput vector = Outputs.output(tensor("FLOAT32", List.of(3L), true, 1, 2, 4), null);

        assertThat(compare(row, vector).maxAbs()).isEqualTo(1);
    }

    @Test
    void of_givenUnequalShapes_thenOutOfToleranceAndNothingElseKnown() {
        KnownOutput wide = Outputs.output(tensor("FLOAT32", List.of(2L, 3L), true, 1, 2, 3, 4, 5, 6), null);
        KnownOutput high = Outputs.output(tensor("FLOAT32", List.of(3L, 2L), true, 1, 2, 3, 4, 5, 6), null);
        OutputComparison comparison = compare(wide, high);

        assertThat(comparison.withinTolerance()).isFalse();
        assertThat(comparison.maxAbs()).isNull();
        assertThat(comparison.l2()).isNull();
        assertThat(comparison.cosine()).isNull();
        assertThat(comparison.decisiveDelta()).isNull();
    }

    @Test
    void of_givenUnequalNumbersOfTensors_thenOutOfToleranceAndNothingElseKnown() {
        KnownTensor tensor = tensor("FLOAT32", List.of(2L), true, 1, 2);
        KnownOutput one = Outputs.output(tensor, null);
        KnownOutput two = Outputs.output(List.of(tensor, tensor), null);
        KnownOutput none = Outputs.output(List.of(), null);

        assertThat(compare(one, two).withinTolerance()).isFalse();
        assertThat(compare(one, two).l2()).isNull();
        assertThat(compare(one, none).top1Equal()).isNull();
        assertThat(compare(one, none).decisiveDelta()).isNull();
    }

    @Test
    void of_givenSeveralTensors_thenOverAllOfThem() {
        KnownTensor scores = tensor("FLOAT32", List.of(2L), true, 3, 0);
        KnownTensor classes = tensor("INT64", List.of(1L), true, 4);
        OutputComparison comparison = compare(
                Outputs.output(List.of(scores, classes), null),
                Outputs.output(List.of(tensor("FLOAT32", List.of(2L), true, 3, 0.5), classes), null));

        assertThat(comparison.l2Relative()).isEqualTo(0.1);
        assertThat(comparison.maxUlp()).isEqualTo(Float.floatToIntBits(0.5f));
    }

    @Test
    void maxUlp_givenIntegersOrUnequalTypes_thenNotKnown() {
        KnownOutput four = Outputs.output(tensor("INT64", List.of(1L), true, 4), null);
        KnownOutput five = Outputs.output(tensor("INT64", List.of(1L), true, 5), null);
        KnownOutput half = Outputs.output(tensor("FLOAT16", List.of(1L), true, 5), null);

        assertThat(compare(four, five).maxUlp()).isNull();
        assertThat(compare(four, five).maxAbs()).isEqualTo(1);
        assertThat(compare(four, half).maxUlp()).isNull();
        assertThat(compare(five, half).maxUlp()).isZero();
    }

    @Test
    void l2Relative_givenZeros_thenZeroOrInfinite() {
        assertThat(compare(whole(0, 0), whole(0, 1)).l2Relative()).isInfinite();
        assertThat(compare(whole(0, 1), whole(0, 0)).l2Relative()).isEqualTo(1);
        assertThat(compare(whole(0, 1), whole(0, 0)).cosine()).isNull();
    }

    @Test
    void topKOverlap_countsCommonMembersOfTheFiveLargest() {
        OutputComparison comparison = compare(whole(9, 8, 7, 6, 5, 0, 0), whole(9, 8, 7, 0, 0, 6, 5));

        assertThat(comparison.topKOverlap()).isEqualTo(0.6);
        assertThat(comparison.top1Equal()).isTrue();
    }

    @Test
    void of_givenSketches_thenDistanceIsEstimatedAndElementsAreNotKnown() {
        double[] a = new Random(1).doubles(1000).toArray();
        double[] b = a.clone();
        a[17] = 2;
        b[17] = 2.01;
        OutputComparison comparison = compare(sketched(a), sketched(b));

        assertThat(comparison.l2()).isCloseTo(0.01, within(1e-12));
        assertThat(comparison.l2Estimated()).isTrue();
        assertThat(comparison.maxAbs()).isNull();
        assertThat(comparison.maxUlp()).isNull();
        assertThat(comparison.withinTolerance()).isNull();
        assertThat(comparison.decisiveDelta()).isCloseTo(0.01, within(1e-12));
        assertThat(comparison.cosine()).isBetween(0.9999, 1.0);
    }

    @Test
    void withinTolerance_givenSketchesWhoseLargestElementsOrExtremesAreTooFarApart_thenNot() {
        double[] a = new Random(1).doubles(1000).toArray();
        double[] otherLargest = a.clone();
        a[17] = 2;
        otherLargest[17] = 3;
        double[] otherSmallest = a.clone();
        otherSmallest[500] = -5;

        assertThat(compare(sketched(a), sketched(otherLargest)).withinTolerance())
                .isFalse();
        assertThat(compare(sketched(a), sketched(otherSmallest)).withinTolerance())
                .isFalse();
    }

    @Test
    void of_givenSketchesWithUnusualValues_thenFarApartOrNotKnown() {
        double[] clean = new Random(1).doubles(300).toArray();
        double[] nan = clean.clone();
        nan[5] = Double.NaN;
        double[] otherNan = clean.clone();
        otherNan[6] = Double.NaN;

        assertThat(compare(sketched(clean), sketched(nan)).l2()).isInfinite();
        assertThat(compare(sketched(clean), sketched(nan)).maxAbs()).isInfinite();
        assertThat(compare(sketched(clean), sketched(nan)).withinTolerance()).isFalse();
        assertThat(compare(sketched(nan), sketched(otherNan)).l2()).isNull();
        assertThat(compare(sketched(nan), sketched(otherNan)).l2Estimated()).isFalse();
    }

    @Test
    void withinTolerance_givenLadders_thenDecidedOnlyWhereTheyDecide() {
        assertThat(fromLadder(1, 5, 1, 9, new Tolerance(0, 1.0 / 256))).isTrue();
        assertThat(fromLadder(1, 5, 1, 9, new Tolerance(1e-6, 1e-3))).isNull();
        assertThat(fromLadder(1, 5, 1, 9, new Tolerance(1.0 / 256, 0))).isTrue();
        assertThat(fromLadder(1, 0, 2, 0, new Tolerance(0, 1e-5))).isFalse();
        assertThat(fromLadder(1, 0, 2, 1, new Tolerance(0, 1e-5))).isNull();
        assertThat(fromLadder(1, 1, 2, 0, new Tolerance(0, 1e-5))).isNull();
        assertThat(fromLadder(1, 0, 2, 0, new Tolerance(1e-9, 1e-5))).isNull();
        assertThat(fromLadder(1, 0, 2, 0, new Tolerance(0, 2e-5))).isNull();
    }

    private static @Nullable Boolean fromLadder(
            long digestOfA, int straddlesOfA, long digestOfB, int straddlesOfB, Tolerance tolerance) {
        double[] a = new Random(1).doubles(300).toArray();
        double[] b = a.clone();
        a[17] = b[17] = 1;
        b[200] = Math.nextUp(b[200]);
        KnownOutput first = Outputs.output(ladder(a, digestOfA, straddlesOfA), null);
        KnownOutput second = Outputs.output(ladder(b, digestOfB, straddlesOfB), null);
        return OutputComparison.of(first, second, tolerance).withinTolerance();
    }

    private static KnownTensor ladder(double[] values, long digest, int straddles) {
        KnownTensor tensor = tensor("FLOAT32", List.of(300L), false, values);
        return Outputs.withLadder(tensor, new LadderStep(8, new OutputDigest(0, digest), straddles));
    }

    @Test
    void ladder_whereRoundedValuesAreEqual_thenTheyDifferByNoMoreThanTheStep() {
        Random random = new Random(2);
        int equal = 0;
        for (int i = 0; i < 200_000; i++) {
            float a = Float.intBitsToFloat(0x3f000000 + random.nextInt(0x1000000));
            float b = a * (1 + (random.nextFloat() - 0.5f) / 128);
            if (rounded(a, 8) == rounded(b, 8)) {
                equal++;
                assertThat(Math.abs((double) a - b)).isLessThanOrEqualTo(Math.scalb(1.0, -8) * b);
            }
        }
        assertThat(equal).isGreaterThan(50_000);
    }

    private static int rounded(float value, int bits) {
        int dropped = 23 - bits;
        return (Float.floatToIntBits(value) + (1 << (dropped - 1))) >> dropped;
    }

    @Test
    void of_givenLargeTensorsWithEqualBlocks_thenTheirDifferenceIsZero() {
        double[] values = new Random(4).doubles(5000).toArray();
        KnownTensor map = Outputs.withBlocks(tensor("FLOAT32", List.of(5000L), false, values), 1, 2, 3);
        KnownOutput a = Outputs.output(List.of(tensor("FLOAT32", List.of(1L), true, 1), map), null);
        KnownOutput b = Outputs.output(List.of(tensor("FLOAT32", List.of(1L), true, 1.5), map), null);
        OutputComparison comparison = compare(a, b);

        assertThat(comparison.maxAbs()).isEqualTo(0.5);
        assertThat(comparison.l2Estimated()).isFalse();
        assertThat(comparison.maxUlp()).isEqualTo(1 << 22);
    }

    @Test
    void of_givenAnswers_thenTheirScoreAndTheLeastMargin() {
        KnownOutput a = Outputs.answering(new Answer.Labels(List.of(3, 4), List.of(0.5, 0.25), false), 1, 2);
        KnownOutput b = Outputs.answering(new Answer.Labels(List.of(3, 5), List.of(0.5, 0.25), false), 1, 3);
        OutputComparison comparison = compare(a, b);

        assertThat(comparison.answerKind()).isEqualTo(Answer.Kind.CLASSIFICATION);
        assertThat(comparison.answerScore()).isEqualTo(0.5);
        assertThat(comparison.marginOfA()).isEqualTo(0.25);
    }

    @Test
    void labels_areThoseOfTheAnswerOrTheLargestElementOfAVector() {
        Answer mask = new Answer.Mask(1, 2, List.of(0, 2), false);

        assertThat(whole(1, 5, 3).labels()).containsExactly(1);
        assertThat(Outputs.answering(mask, 1, 2).labels()).isNull();
        assertThat(Outputs.answering(mask, 1, 2).decisionMargin()).isNull();
        assertThat(Outputs.answering(new Answer.Labels(List.of(1), List.of(), true), 1, 2)
                        .labels())
                .isNull();
        assertThat(Outputs.output(tensor("FLOAT32", List.of(2L, 2L), true, 1, 2, 3, 4), null)
                        .labels())
                .isNull();
        assertThat(whole(1).decisionMargin()).isNull();
        assertThat(whole().labels()).isNull();
    }

    @Test
    void of_isSymmetricButForWhatIsRelativeToOneSide() {
        Random random = new Random(6);
        Tolerance absolute = new Tolerance(0.3, 0);
        for (int i = 0; i < 300; i++) {
            KnownOutput a = random(random);
            KnownOutput b = random(random);
            OutputComparison there = OutputComparison.of(a, b, absolute);
            OutputComparison back = OutputComparison.of(b, a, absolute);

            assertThat(back.withinTolerance()).isEqualTo(there.withinTolerance());
            assertThat(back.maxAbs()).isEqualTo(there.maxAbs());
            assertThat(back.maxUlp()).isEqualTo(there.maxUlp());
            assertThat(back.l2()).isEqualTo(there.l2());
            assertThat(back.cosine()).isEqualTo(there.cosine());
            assertThat(back.top1Equal()).isEqualTo(there.top1Equal());
            assertThat(back.topKOverlap()).isEqualTo(there.topKOverlap());
            assertThat(back.decisiveDelta()).isEqualTo(there.decisiveDelta());
        }
    }

    private static KnownOutput random(Random random) {
        double[] values = IntStream.range(0, 6)
                .mapToDouble(i -> random.nextInt(20) == 0 ? Double.NaN : (float) random.nextGaussian() / 4)
                .toArray();
        return random.nextBoolean() ? whole(values) : sketched(values);
    }

    @Test
    void knownTensor_andTolerance_givenNonsense_thenRefused() {
        assertThatThrownBy(() -> new Tolerance(-1, 0)).hasMessageContaining("absolute -1.0");
        assertThatThrownBy(() -> new Tolerance(0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KnownTensor(
                        "FLOAT32",
                        List.of(),
                        List.of(1),
                        List.of(),
                        null,
                        0,
                        0,
                        0,
                        null,
                        null,
                        1,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .hasMessageContaining("1 positions of largest values, but 0 values");
    }

    private static OutputComparison compare(KnownOutput a, KnownOutput b) {
        return OutputComparison.of(a, b, TOLERANCE);
    }
}
