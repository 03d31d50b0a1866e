package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.OutputDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairAgreementTest {

    private static final Criteria CRITERIA = new Criteria(new Tolerance(0.01, 0), null);

    private final Outputs outputs = new Outputs();
    private final PairAgreement pair = new PairAgreement(outputs, outputs, CRITERIA);

    @Test
    void figures_givenNothing_thenNothingIsClaimed() {
        PairFigures figures = pair.figures();

        assertThat(figures.inputs()).isZero();
        assertThat(figures.bitwiseRate()).isNull();
        assertThat(figures.mismatchRateUpper95()).isNull();
        assertThat(figures.moreForTenth()).isNull();
        assertThat(figures.toleranceRate()).isNull();
        assertThat(figures.maxAbs()).isNull();
        assertThat(figures.maxUlp()).isNull();
        assertThat(figures.l2RelativeMedian()).isNull();
        assertThat(figures.flipRisk()).isNull();
        assertThat(figures.labelFlipCount()).isNull();
        assertThat(figures.answerKind()).isNull();
        assertThat(figures.kappa().undefined()).isEqualTo("there are no inputs in common");
        assertThat(pair.comparison(0)).isNull();
    }

    @Test
    void figures_givenOneOf64InputsWithAnotherLabel_thenItIsNamed() {
        for (int input = 0; input < 64; input++) {
            accept(input, label(input % 4), input == 17 ? label(3) : label(input % 4));
        }
        PairFigures figures = pair.figures();

        assertThat(figures.inputs()).isEqualTo(64);
        assertThat(figures.bitwiseRate()).isEqualTo(63.0 / 64);
        assertThat(figures.differingInputs()).containsExactly(17);
        assertThat(figures.labelFlips()).containsExactly(17);
        assertThat(figures.labelFlipCount()).isEqualTo(1);
        assertThat(figures.top1Rate()).isEqualTo(63.0 / 64);
        assertThat(figures.toleranceRate()).isEqualTo(63.0 / 64);
        assertThat(figures.mismatchRateUpper95()).isEqualTo(MismatchBound.upper95(1, 64));
        // Labels 16 each, against 16, 15, 16, 17: chance is a quarter.
        assertThat(figures.kappa().value()).isCloseTo((63.0 / 64 - 0.25) / 0.75, within(1e-14));
        assertThat(figures.l2RelativeMedian()).isZero();
        assertThat(figures.l2RelativeP99()).isEqualTo(figures.l2RelativeMax());
        assertThat(figures.l2RelativeMax()).isCloseTo(Math.sqrt(2), within(1e-14));
        assertThat(figures.maxAbs()).isEqualTo(1);
    }

    @Test
    void figures_givenOnlyEqualInputsOfOneLabel_thenKappaIsUndefinedAndSaysSo() {
        for (int input = 0; input < 10; input++) {
            accept(input, label(1), label(1));
        }
        PairFigures figures = pair.figures();

        assertThat(figures.bitwiseRate()).isEqualTo(1);
        assertThat(figures.kappa().value()).isNull();
        assertThat(figures.kappa().undefined()).contains("one and the same label");
        assertThat(figures.flipRisk()).isZero();
        assertThat(figures.maxUlp()).isZero();
        assertThat(figures.topKRate()).isEqualTo(1);
        assertThat(figures.mismatchRateUpper95()).isCloseTo(1 - Math.pow(0.05, 0.1), within(1e-14));
    }

    @Test
    void figures_givenMoreThan64DifferingInputs_thenTheLowestAreListedAndAllCounted() {
        for (int input = 99; input >= 0; input--) {
            accept(input, label(0), label(1));
        }
        PairFigures figures = pair.figures();

        assertThat(figures.differingInputs()).hasSize(64).startsWith(0, 1).endsWith(63);
        assertThat(figures.differingCount()).isEqualTo(100);
        assertThat(figures.labelFlips()).hasSize(64);
        assertThat(figures.labelFlipCount()).isEqualTo(100);
    }

    @Test
    void figures_givenUnknownOutputs_thenEqualDigestsStillCountAndTheRestIsNotKnown() {
        pair.accept(0, new OutputDigest(1, 1), new OutputDigest(1, 1));
        PairFigures equal = pair.figures();
        assertThat(equal.top1Rate()).isEqualTo(1);
        assertThat(equal.labelFlipCount()).isZero();
        assertThat(equal.kappa().undefined()).isEqualTo("outputs of 1 of 1 inputs are not known");

        pair.accept(1, new OutputDigest(1, 1), new OutputDigest(2, 2));
        PairFigures unequal = pair.figures();
        assertThat(unequal.bitwiseRate()).isEqualTo(0.5);
        assertThat(unequal.top1Rate()).isNull();
        assertThat(unequal.toleranceRate()).isNull();
        assertThat(unequal.labelFlipCount()).isNull();
        assertThat(unequal.flipRisk()).isNull();
    }

    @Test
    void figures_whenOutputsBecomeKnownLater_thenAsIfKnownFromTheStart() {
        KnownOutput a = label(1);
        KnownOutput b = label(2);
        pair.accept(0, a.digest(), b.digest());
        assertThat(pair.figures().top1Rate()).isNull();

        outputs.put(0, a);
        assertThat(pair.figures().top1Rate()).isNull();
        outputs.put(0, b);

        assertThat(pair.figures().top1Rate()).isZero();
        assertThat(pair.figures().kappa().value()).isZero();
    }

    @Test
    void accept_givenTheSameDigestsAgain_thenNotComparedAgain() {
        int[] lookups = {0};
        KnownOutput a = label(1);
        OutputLookup counting = (input, digest) -> {
            lookups[0]++;
            return a;
        };
        PairAgreement counted = new PairAgreement(counting, counting, CRITERIA);

        assertThat(counted.accept(0, a.digest(), a.digest())).isTrue();
        assertThat(counted.accept(0, a.digest(), a.digest())).isFalse();
        counted.figures();
        counted.figures();

        assertThat(lookups[0]).isEqualTo(2);
    }

    @Test
    void figures_givenRawFormsThatDiffer_thenThoseInputsAreNamed() {
        KnownOutput plus = label(1);
        KnownOutput minus = new KnownOutput(plus.digest(), new OutputDigest(5, 5), plus.tensors(), null);
        PairAgreement both = new PairAgreement((i, digest) -> plus, (i, digest) -> i == 3 ? minus : plus, CRITERIA);
        for (int input = 0; input < 5; input++) {
            both.accept(input, plus.digest(), plus.digest());
        }

        assertThat(both.figures().rawOnlyInputs()).containsExactly(3);
        assertThat(both.figures().rawOnlyCount()).isEqualTo(1);
        assertThat(both.figures().bitwiseRate()).isEqualTo(1);
    }

    @Test
    void flipRisk_isTheShareOfMarginsBelowTwiceTheLargestUsualDifference() {
        accept(0, Outputs.whole(1, 0.5), Outputs.whole(1, 0.6));
        accept(1, Outputs.whole(1, 0.9), Outputs.whole(1, 0.9));
        accept(2, Outputs.whole(1, 0.81), Outputs.whole(1, 0.81));
        accept(3, Outputs.whole(1, 0.75), Outputs.whole(1, 0.75));

        // Margins 0.5, 0.1, 0.19, 0.25 against 2 x 0.1.
        assertThat(pair.figures().flipRisk()).isEqualTo(0.5);
    }

    @Test
    void figures_givenAnswers_thenMeanLowestAndShareAboveThreshold() {
        acceptMasks(0, 10, 10);
        acceptMasks(1, 10, 6);
        acceptMasks(2, 10, 0);
        PairFigures figures = pair.figures();

        assertThat(figures.answerKind()).isEqualTo(Answer.Kind.SEGMENTATION);
        assertThat(figures.answerMean()).isCloseTo((1 + 0.75 + 0) / 3, within(1e-14));
        assertThat(figures.answerMin()).isZero();
        assertThat(figures.answerRate()).isCloseTo(1.0 / 3, within(1e-14));
        assertThat(figures.kappa().undefined()).isEqualTo("outputs of 3 of 3 inputs do not name a class each");
        assertThat(figures.labelFlipCount()).isNull();
        assertThat(figures.flipRisk()).isNull();
    }

    @Test
    void answerRate_givenDeclaredThreshold_thenThatOne() {
        PairAgreement lenient = new PairAgreement(outputs, outputs, new Criteria(null, 0.7));
        KnownOutput a = mask(10);
        KnownOutput b = mask(6);
        lenient.accept(0, outputs.put(0, a), outputs.put(0, b));

        assertThat(lenient.figures().answerRate()).isEqualTo(1);
        assertThat(lenient.figures().toleranceRate()).isNull();
    }

    @Test
    void figures_givenUndeclaredOutputs_thenNoAnswers() {
        accept(0, label(0), label(1));

        assertThat(pair.figures().answerKind()).isNull();
        assertThat(pair.figures().answerMean()).isNull();
        assertThat(pair.figures().answerRate()).isNull();
    }

    @Test
    void figures_givenNanOnOneSide_thenAFlipOutOfToleranceInfinitelyFar() {
        accept(0, label(1), Outputs.whole(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
        PairFigures figures = pair.figures();

        assertThat(figures.labelFlips()).containsExactly(0);
        assertThat(figures.toleranceRate()).isZero();
        assertThat(figures.maxAbs()).isInfinite();
        assertThat(figures.l2RelativeMax()).isInfinite();
    }

    @Test
    void figures_givenSketchedOutputs_thenDistancesAreSaidToBeEstimated() {
        double[] values = new Random(3).doubles(400).toArray();
        double[] others = values.clone();
        others[5] += 1e-3;
        accept(0, Outputs.sketched(values), Outputs.sketched(others));
        PairFigures figures = pair.figures();

        assertThat(figures.l2Estimated()).isTrue();
        assertThat(figures.l2RelativeMax()).isPositive();
        assertThat(figures.maxAbs()).isNull();
        assertThat(figures.toleranceRate()).isNull();
    }

    @Test
    void figures_givenAnyOrderAndInterimOutputs_thenTheSame() {
        Random random = new Random(12);
        List<OutputDigest[]> last = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int input = 0; input < 40; input++) {
            last.add(new OutputDigest[] {outputs.put(input, random(random)), outputs.put(input, random(random))});
            order.add(input);
            pair.accept(input, last.get(input)[0], last.get(input)[1]);
        }
        PairFigures expected = pair.figures();
        for (int repetition = 0; repetition < 20; repetition++) {
            Collections.shuffle(order, random);
            PairAgreement other = new PairAgreement(outputs, outputs, CRITERIA);
            for (int input : order) {
                if (random.nextBoolean()) {
                    other.accept(input, last.get(input)[1], last.get(input)[1]);
                }
                if (random.nextInt(5) == 0) {
                    other.figures();
                }
                other.accept(input, last.get(input)[0], last.get(input)[1]);
            }

            assertThat(other.figures()).isEqualTo(expected);
        }
    }

    @Test
    void figures_whenTheRunsChangePlaces_thenTheSameButForWhatIsRelativeToOne() {
        Random random = new Random(13);
        PairAgreement back = new PairAgreement(outputs, outputs, CRITERIA);
        for (int input = 0; input < 40; input++) {
            OutputDigest a = outputs.put(input, random(random));
            OutputDigest b = outputs.put(input, random(random));
            pair.accept(input, a, b);
            back.accept(input, b, a);
        }
        PairFigures there = pair.figures();

        assertThat(back.figures())
                .usingRecursiveComparison()
                .ignoringFields("l2RelativeMedian", "l2RelativeP99", "l2RelativeMax", "flipRisk")
                .isEqualTo(there);
        assertThat(there.labelFlipCount()).isBetween(5, 35);
    }

    private static KnownOutput random(Random random) {
        return Outputs.whole(
                random.nextInt(3), random.nextInt(3), random.nextInt(3) + 0.5, random.nextInt(2), random.nextInt(2));
    }

    private void accept(int input, KnownOutput a, KnownOutput b) {
        pair.accept(input, outputs.put(input, a), outputs.put(input, b));
    }

    private void acceptMasks(int input, int pixelsOfA, int pixelsOfB) {
        accept(input, mask(pixelsOfA), mask(pixelsOfB));
    }

    private static KnownOutput mask(int pixels) {
        return answering(new Answer.Mask(1, 20, List.of(1, pixels, 0, 20 - pixels), false), pixels);
    }

    private static KnownOutput answering(@Nullable Answer answer, double value) {
        return Outputs.output(Outputs.tensor("FLOAT32", List.of(2L, 2L), true, value, 0, 0, 0), answer);
    }

    /** Five classes; the given one is chosen with a margin of 1. */
    private static KnownOutput label(int label) {
        double[] values = new double[5];
        values[label] = 1;
        return Outputs.whole(values);
    }
}
