package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupAgreementTest {

    private final Outputs outputs = new Outputs();
    private final GroupAgreement group = new GroupAgreement(outputs);

    @Test
    void figures_givenNothingOrASingleRun_thenNothingIsClaimed() {
        assertNothing(group.figures());
        accept("a", 0, label(1));
        accept("a", 1, label(2));
        assertNothing(group.figures());
        assertThat(group.runs()).isEqualTo(1);
    }

    private static void assertNothing(GroupFigures figures) {
        assertThat(figures.inputs()).isZero();
        assertThat(figures.bitwiseRate()).isNull();
        assertThat(figures.modalShare()).isNull();
        assertThat(figures.modalShareLow95()).isNull();
        assertThat(figures.effectiveOutputs()).isNull();
        assertThat(figures.mismatchRateUpper95()).isNull();
        assertThat(figures.top1Unanimity()).isNull();
        assertThat(figures.labelPairRate()).isNull();
        assertThat(figures.labelFlipCount()).isNull();
        assertThat(figures.kappa().undefined()).isNotNull();
    }

    @Test
    void figures_givenThreeRunsOfWhichOneDiffersOnOneInput_thenHandComputedFigures() {
        for (int input = 0; input < 4; input++) {
            accept("a", input, label(input));
            accept("b", input, label(input));
            accept("c", input, input == 2 ? label(0) : label(input));
        }
        GroupFigures figures = group.figures();

        assertThat(group.runs()).isEqualTo(3);
        assertThat(figures.inputs()).isEqualTo(4);
        assertThat(figures.outputs()).isEqualTo(12);
        assertThat(figures.bitwiseRate()).isCloseTo((3 + 3 + 1 + 3) / 12.0, within(1e-15));
        assertThat(figures.differingInputs()).containsExactly(2);
        assertThat(figures.differingCount()).isEqualTo(1);
        assertThat(figures.mismatchRateUpper95()).isEqualTo(MismatchBound.upper95(1, 4));
        assertThat(figures.modalShare()).isCloseTo((1 + 1 + 2.0 / 3 + 1) / 4, within(1e-15));
        assertThat(figures.modalShareLow95()).isLessThan(Math.sqrt(0.05));
        assertThat(figures.effectiveOutputs())
                .isCloseTo((3 + EffectiveOutputs.of(new long[] {2, 1})) / 4, within(1e-14));
        assertThat(figures.top1Unanimity()).isEqualTo(0.75);
        assertThat(figures.labelPairRate()).isCloseTo(10.0 / 12, within(1e-15));
        assertThat(figures.labelFlips()).containsExactly(2);
        assertThat(figures.labelFlipCount()).isEqualTo(1);
        // Shares of equal pairs 1, 1, 1/3, 1; labels 4, 3, 2, 3 of 12.
        double chance = (16 + 9 + 4 + 9) / 144.0;
        assertThat(figures.kappa().value()).isCloseTo((10.0 / 12 - chance) / (1 - chance), within(1e-14));
    }

    @Test
    void figures_givenRandomRuns_thenPairRatesAsFromAllPairs() {
        Random random = new Random(9);
        List<List<KnownOutput>> runs = new ArrayList<>();
        for (int run = 0; run < 7; run++) {
            List<KnownOutput> given = new ArrayList<>();
            for (int input = 0; input < 12; input++) {
                given.add(random(random));
                accept("run " + run, input, given.get(input));
            }
            runs.add(given);
        }
        int pairs = 0;
        int equal = 0;
        int equalLabels = 0;
        for (int a = 0; a < runs.size(); a++) {
            for (int b = 0; b < a; b++) {
                for (int input = 0; input < 12; input++) {
                    KnownOutput ofA = runs.get(a).get(input);
                    KnownOutput ofB = runs.get(b).get(input);
                    pairs++;
                    equal += ofA.digest().equals(ofB.digest()) ? 1 : 0;
                    equalLabels += Objects.equals(ofA.labels(), ofB.labels()) ? 1 : 0;
                }
            }
        }
        GroupFigures figures = group.figures();

        assertThat(figures.bitwiseRate()).isCloseTo((double) equal / pairs, within(1e-14));
        assertThat(figures.labelPairRate()).isCloseTo((double) equalLabels / pairs, within(1e-14));
        assertThat(equalLabels).isGreaterThan(equal);
    }

    @Test
    void figures_givenAnyOrderAndInterimOutputs_thenTheSame() {
        Random random = new Random(10);
        record Vote(String run, int input, OutputDigest digest) {}
        List<Vote> votes = new ArrayList<>();
        for (int run = 0; run < 6; run++) {
            for (int input = 0; input < 20; input++) {
                votes.add(new Vote("run " + run, input, outputs.put(input, random(random))));
            }
        }
        votes.forEach(vote -> group.accept(vote.run(), vote.input(), vote.digest()));
        GroupFigures expected = group.figures();
        for (int repetition = 0; repetition < 20; repetition++) {
            Collections.shuffle(votes, random);
            GroupAgreement other = new GroupAgreement(outputs);
            for (Vote vote : votes) {
                if (random.nextBoolean()) {
                    other.accept(vote.run(), vote.input(), outputs.put(vote.input(), random(random)));
                }
                other.accept(vote.run(), vote.input(), vote.digest());
            }

            assertThat(other.figures()).isEqualTo(expected);
        }
    }

    @Test
    void figures_withoutARun_asIfItHadNotBeenGiven() {
        Random random = new Random(11);
        GroupAgreement without = new GroupAgreement(outputs);
        for (int run = 0; run < 5; run++) {
            for (int input = 0; input < 12; input++) {
                OutputDigest digest = outputs.put(input, random(random));
                group.accept("run " + run, input, digest);
                if (run != 3) {
                    without.accept("run " + run, input, digest);
                }
            }
        }
        GroupFigures all = group.figures();

        assertThat(group.figures(Set.of("run 3", "unheard of"))).isEqualTo(without.figures());
        assertThat(group.figures()).isEqualTo(all).isNotEqualTo(without.figures());
    }

    @Test
    void accept_givenTheSameAgain_thenNothingIsNew() {
        OutputDigest digest = outputs.put(0, label(1));

        assertThat(group.accept("a", 0, digest)).isTrue();
        assertThat(group.accept("a", 0, digest)).isFalse();
        assertThat(group.accept("b", 0, digest)).isTrue();
        assertThat(group.accept("b", 0, outputs.put(0, label(2)))).isTrue();
        assertThat(group.figures().bitwiseRate()).isZero();
    }

    @Test
    void figures_givenUnknownOutputs_thenBitsAreKnownAndLabelsWhereAllAreEqual() {
        group.accept("a", 0, new OutputDigest(1, 1));
        group.accept("b", 0, new OutputDigest(1, 1));
        assertThat(group.figures().top1Unanimity()).isEqualTo(1);
        assertThat(group.figures().labelPairRate()).isEqualTo(1);
        assertThat(group.figures().kappa().undefined()).isEqualTo("outputs of 1 of 1 inputs are not known");

        group.accept("b", 0, new OutputDigest(2, 2));
        assertThat(group.figures().bitwiseRate()).isZero();
        assertThat(group.figures().top1Unanimity()).isNull();
        assertThat(group.figures().labelPairRate()).isNull();
        assertThat(group.figures().labelFlipCount()).isNull();
    }

    @Test
    void figures_givenSeveralRowsPerOutput_thenEachIsASubjectOfKappa() {
        accept("a", 0, rows(0, 1));
        accept("b", 0, rows(0, 2));

        // Row 0 agrees, row 1 does not; labels 0 two of four, 1 and 2 one each.
        assertThat(group.figures().kappa().value()).isCloseTo((0.5 - 0.375) / 0.625, within(1e-14));
        assertThat(group.figures().labelPairRate()).isZero();
    }

    @Test
    void figures_givenOutputsWithoutLabels_thenSaidSo() {
        Answer mask = new Answer.Mask(1, 1, List.of(1, 1), false);
        accept("a", 0, Outputs.answering(mask, 1, 0));
        accept("b", 0, Outputs.answering(mask, 1, 0));

        assertThat(group.figures().labelPairRate()).isNull();
        assertThat(group.figures().kappa().undefined()).isEqualTo("outputs of 1 of 1 inputs do not name a class each");
    }

    @Test
    void figures_ofCalls_givenOneFlippedIn100000_thenFoundAndBounded() {
        OutputCounts counts = OutputCounts.empty();
        OutputDigest usual = outputs.put(0, label(1));
        OutputDigest flipped = outputs.put(0, label(2));
        for (int call = 0; call < 100_000; call++) {
            OutputDigest digest = call == 77_777 ? flipped : usual;
            counts.accept(0, digest.high(), digest.low());
            counts.accept(1, usual.high(), usual.low());
        }
        GroupFigures figures = GroupAgreement.figures(counts.inputs(), outputs);

        assertThat(figures.differingInputs()).containsExactly(0);
        assertThat(figures.outputs()).isEqualTo(200_000);
        assertThat(figures.modalShare()).isCloseTo(1 - 0.5e-5, within(1e-12));
        assertThat(figures.modalShareLow95()).isBetween(0.9999, 1 - 0.5e-5);
        assertThat(figures.modalShareHigh95()).isBetween(1 - 0.5e-5, 1.0);
        assertThat(figures.effectiveOutputs()).isBetween(1.00001, 1.0002);
        assertThat(figures.top1Unanimity()).isEqualTo(0.5);
    }

    @Test
    void figures_ofCalls_givenDigestsNotKept_thenTheyCountAsUnequal() {
        OutputCounts counts = OutputCounts.empty();
        for (int call = 0; call < 1000; call++) {
            counts.accept(0, call, call);
        }
        GroupFigures figures = GroupAgreement.figures(counts.inputs(), outputs);

        assertThat(figures.outputs()).isEqualTo(1000);
        assertThat(figures.bitwiseRate()).isZero();
        assertThat(figures.modalShare()).isEqualTo(0.001);
        assertThat(figures.modalShareLow95()).isZero();
        assertThat(figures.labelPairRate()).isNull();
        assertThat(figures.differingInputs()).containsExactly(0);
    }

    @Test
    void figures_ofCalls_givenInputsSeenOnce_thenLeftOut() {
        OutputCounts counts = OutputCounts.empty();
        counts.accept(0, 1, 1);

        assertNothing(GroupAgreement.figures(counts.inputs(), outputs));
    }

    private static KnownOutput random(Random random) {
        return Outputs.whole(random.nextInt(2), random.nextInt(3) + 0.5, 1.25);
    }

    private static KnownOutput rows(Integer... labels) {
        return Outputs.answering(
                new Answer.Labels(List.of(labels), List.of(), false),
                List.of(labels).hashCode(),
                0);
    }

    private void accept(String run, int input, KnownOutput output) {
        group.accept(run, input, outputs.put(input, output));
    }

    private static KnownOutput label(int label) {
        double[] values = new double[5];
        values[label] = 1;
        return Outputs.whole(values);
    }
}
