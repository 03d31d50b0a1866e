package io.soakline.agreement;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Dice's coefficient of two masks: {@code 2 |A and B| / (|A| + |B|)} of the pixels of a class, mean over the classes that
 * either mask has, class 0 (background) apart. A class that one side lacks altogether counts as 0, however small it is.
 *
 * <p>1 when both masks have nothing but background; 0 for masks of unequal size. Costs the runs, not the pixels.
 */
final class Dice {

    private static final int BACKGROUND = 0;

    /** Pixels of one class. */
    private static final class Pixels {
        private long ofA;
        private long ofB;
        private long common;
    }

    private Dice() {}

    static double of(Answer.Mask a, Answer.Mask b) {
        if (a.height() != b.height() || a.width() != b.width()) {
            return 0;
        }
        SortedMap<Integer, Pixels> classes = pixels(a.runLengths(), b.runLengths());
        classes.remove(BACKGROUND);
        double sum = 0;
        for (Pixels pixels : classes.values()) {
            sum += 2.0 * pixels.common / (pixels.ofA + pixels.ofB);
        }
        return classes.isEmpty() ? 1 : sum / classes.size();
    }

    private static SortedMap<Integer, Pixels> pixels(List<Integer> a, List<Integer> b) {
        SortedMap<Integer, Pixels> classes = new TreeMap<>();
        Runs runsOfA = new Runs(a);
        Runs runsOfB = new Runs(b);
        while (!runsOfA.isAtEnd() && !runsOfB.isAtEnd()) {
            int length = Math.min(runsOfA.left, runsOfB.left);
            if (length > 0) {
                count(classes, runsOfA.classId, runsOfB.classId, length);
            }
            runsOfA.skip(length);
            runsOfB.skip(length);
        }
        return classes;
    }

    private static void count(SortedMap<Integer, Pixels> classes, int classOfA, int classOfB, int length) {
        Pixels pixels = classes.computeIfAbsent(classOfA, id -> new Pixels());
        pixels.ofA += length;
        pixels.common += classOfA == classOfB ? length : 0;
        classes.computeIfAbsent(classOfB, id -> new Pixels()).ofB += length;
    }

    /** Walks over runs of equal pixels. */
    private static final class Runs {

        private final List<Integer> runLengths;
        private int next;
        private int classId;
        private int left;

        Runs(List<Integer> runLengths) {
            this.runLengths = runLengths;
            skip(0);
        }

        boolean isAtEnd() {
            return left == 0 && next == runLengths.size();
        }

        void skip(int length) {
            left -= length;
            while (left == 0 && next < runLengths.size()) {
                classId = runLengths.get(next);
                left = runLengths.get(next + 1);
                next += 2;
            }
        }
    }
}
