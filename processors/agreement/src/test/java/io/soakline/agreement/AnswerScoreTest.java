package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.agreement.Answer.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerScoreTest {

    @Test
    void labels_givenOneOfFourOther_thenThreeQuarters() {
        assertThat(score(labels(1, 2, 3, 4), labels(1, 2, 3, 5))).isEqualTo(0.75);
        assertThat(score(labels(1, 2), labels(1))).isEqualTo(0.5);
        assertThat(score(labels(), labels())).isEqualTo(1);
    }

    @Test
    void mask_givenHalfOverlap_thenDice() {
        // 4 x 4, foreground columns 0-1 against columns 1-2: 8 and 8 pixels, 4 in common.
        Answer.Mask a = mask("1100 1100 1100 1100");
        Answer.Mask b = mask("0110 0110 0110 0110");

        assertThat(score(a, b)).isEqualTo(0.5);
        assertThat(score(a, a)).isEqualTo(1);
    }

    @Test
    void mask_givenNothingButBackground_thenOneAgainstItselfAndZeroAgainstSomething() {
        assertThat(score(mask("0000"), mask("0000"))).isEqualTo(1);
        assertThat(score(mask("0000"), mask("0010"))).isZero();
        assertThat(score(new Answer.Mask(0, 0, List.of(), false), new Answer.Mask(0, 0, List.of(), false)))
                .isEqualTo(1);
    }

    @Test
    void mask_givenSeveralClasses_thenMeanOfTheirDice() {
        // class 1: 2 x 2 / (3 + 2), class 2: 2 x 2 / (2 + 3), class 3: only in the second.
        assertThat(score(mask("1112200000"), mask("1122200003"))).isCloseTo((0.8 + 0.8 + 0) / 3, within(1e-15));
    }

    @Test
    void mask_givenUnequalSizes_thenZero() {
        assertThat(score(mask("11 11"), mask("1111"))).isZero();
    }

    @Test
    void mask_givenRandomOnes_thenAsCountedPixelByPixel() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            int[] a = random.ints(60, 0, 3).toArray();
            int[] b = a.clone();
            IntStream.range(0, 20).forEach(k -> b[random.nextInt(60)] = random.nextInt(3));

            assertThat(score(mask(a), mask(b))).isCloseTo(diceByPixel(a, b), within(1e-14));
        }
    }

    private static double diceByPixel(int[] a, int[] b) {
        double sum = 0;
        for (int label = 1; label < 3; label++) {
            int id = label;
            long both = IntStream.range(0, a.length)
                    .filter(i -> a[i] == id && b[i] == id)
                    .count();
            long all = Arrays.stream(a).filter(v -> v == id).count()
                    + Arrays.stream(b).filter(v -> v == id).count();
            sum += 2.0 * both / all / 2;
        }
        return sum;
    }

    @Test
    void overlap_givenHandComputedBoxes_thenIntersectionOverUnion() {
        Detection unit = box(0, 0, 0, 2, 2);

        assertThat(DetectionMatch.overlap(unit, box(0, 1, 1, 3, 3))).isCloseTo(1.0 / 7, within(1e-15));
        assertThat(DetectionMatch.overlap(unit, box(0, 0, 0, 2, 1))).isEqualTo(0.5);
        assertThat(DetectionMatch.overlap(unit, box(0, 5, 5, 6, 6))).isZero();
        assertThat(DetectionMatch.overlap(unit, box(0, 2, 0, 4, 2))).isZero();
        assertThat(DetectionMatch.overlap(box(0, 1, 1, 1, 3), box(0, 1, 1, 1, 3)))
                .isEqualTo(1);
        assertThat(DetectionMatch.overlap(box(0, 1, 1, 1, 3), box(0, 1, 1, 1, 4)))
                .isZero();
        assertThat(DetectionMatch.overlap(unit, box(0, Float.NaN, 0, 2, 2))).isZero();
    }

    @Test
    void detections_givenOtherOrder_thenOne() {
        List<Detection> boxes = List.of(box(1, 0, 0, 2, 2), box(1, 10, 0, 12, 2), box(2, 0, 0, 2, 2));
        List<Detection> reversed = new ArrayList<>(boxes);
        Collections.reverse(reversed);

        assertThat(score(found(boxes), found(reversed))).isEqualTo(1);
        assertThat(score(found(List.of()), found(List.of()))).isEqualTo(1);
        assertThat(score(found(boxes), found(List.of()))).isZero();
    }

    @Test
    void detections_givenOneMissingAndOneOfOtherClass_thenF1() {
        List<Detection> a = List.of(box(1, 0, 0, 2, 2), box(1, 10, 0, 12, 2), box(2, 0, 0, 2, 2));
        List<Detection> b = List.of(box(1, 0, 0, 2, 2), box(3, 0, 0, 2, 2));

        assertThat(score(found(a), found(b))).isCloseTo(2.0 * 1 / (3 + 2), within(1e-15));
    }

    @Test
    void detections_whereTheGreedyMatchLeavesOneOver_thenTheLargestIsFound() {
        // The first overlaps both, best the one that is the only partner of the second.
        List<Detection> a = List.of(box(1, 0, 0, 10, 1), box(1, 4, 0, 14, 1));
        List<Detection> b = List.of(box(1, 1, 0, 11, 1), box(1, -3, 0, 7, 1));

        assertThat(score(found(a), found(b))).isEqualTo(1);
    }

    @Test
    void detections_givenRandomOnes_thenAsTheBestOfAllMatchingsAndSymmetric() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            List<Detection> a = boxes(random);
            List<Detection> b = boxes(random);
            int all = a.size() + b.size();

            assertThat(DetectionMatch.f1(a, b)).isEqualTo(all == 0 ? 1 : 2.0 * most(a, b, 0, 0) / all);
            assertThat(DetectionMatch.f1(b, a)).isEqualTo(DetectionMatch.f1(a, b));
        }
    }

    private static List<Detection> boxes(Random random) {
        return IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> {
                    float x = random.nextInt(8);
                    return box(random.nextInt(2), x, 0, x + 10, 1);
                })
                .toList();
    }

    private static int most(List<Detection> a, List<Detection> b, int i, int taken) {
        if (i == a.size()) {
            return 0;
        }
        int best = most(a, b, i + 1, taken);
        for (int j = 0; j < b.size(); j++) {
            boolean fits = a.get(i).classId() == b.get(j).classId()
                    && DetectionMatch.overlap(a.get(i), b.get(j)) >= DetectionMatch.MIN_OVERLAP;
            if (fits && (taken & 1 << j) == 0) {
                best = Math.max(best, 1 + most(a, b, i + 1, taken | 1 << j));
            }
        }
        return best;
    }

    @Test
    void embedding_givenHandComputedVectors_thenCosine() {
        assertThat(score(vector(1, 0), vector(1, 1))).isCloseTo(Math.sqrt(0.5), within(1e-15));
        assertThat(score(vector(1, 2), vector(-1, -2))).isCloseTo(-1, within(1e-15));
        assertThat(score(vector(0, 0), vector(0, 0))).isEqualTo(1);
        assertThat(score(vector(0, 0), vector(0, 1))).isZero();
        assertThat(score(vector(Float.NaN, 1), vector(1, 1))).isZero();
        assertThat(score(vector(1), vector(1, 1))).isZero();
    }

    @Test
    void of_givenTruncatedOrUnlikeAnswers_thenNotKnown() {
        Answer.Embedding truncated = new Answer.Embedding(List.of(), true);

        assertThat(score(truncated, vector(1))).isNull();
        assertThat(score(labels(1), vector(1))).isNull();
        assertThat(score(null, vector(1))).isNull();
        assertThat(AnswerScore.kind(labels(1), vector(1))).isNull();
        assertThat(AnswerScore.kind(vector(2), vector(1))).isEqualTo(Answer.Kind.EMBEDDING);
    }

    @Test
    void mask_givenClassWithoutLength_thenRefused() {
        assertThatThrownBy(() -> new Answer.Mask(1, 1, List.of(0), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without length");
    }

    private static @Nullable Double score(@Nullable Answer a, @Nullable Answer b) {
        Double score = AnswerScore.of(a, b);
        assertThat(AnswerScore.of(b, a)).isEqualTo(score);
        return score;
    }

    private static Answer.Labels labels(Integer... labels) {
        return new Answer.Labels(List.of(labels), List.of(), false);
    }

    private static Answer.Embedding vector(float... elements) {
        List<Float> list = new ArrayList<>();
        for (float element : elements) {
            list.add(element);
        }
        return new Answer.Embedding(list, false);
    }

    private static Answer.Detections found(List<Detection> boxes) {
        return new Answer.Detections(boxes, false);
    }

    private static Detection box(int classId, float x1, float y1, float x2, float y2) {
        return new Detection(classId, 0.9f, x1, y1, x2, y2);
    }

    /** Rows of digits, separated by blanks. */
    private static Answer.Mask mask(String rows) {
        int height = rows.split(" ", -1).length;
        String pixels = rows.replace(" ", "");
        Answer.Mask flat = mask(pixels.chars().map(c -> c - '0').toArray());
        return new Answer.Mask(height, pixels.length() / height, flat.runLengths(), false);
    }

    private static Answer.Mask mask(int[] pixels) {
        List<Integer> runs = new ArrayList<>();
        for (int start = 0; start < pixels.length; ) {
            int end = start;
            while (end < pixels.length && pixels[end] == pixels[start]) {
                end++;
            }
            runs.add(pixels[start]);
            runs.add(end - start);
            start = end;
        }
        return new Answer.Mask(1, pixels.length, runs, false);
    }
}
