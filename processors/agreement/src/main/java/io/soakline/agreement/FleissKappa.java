package io.soakline.agreement;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Agreement of many raters beyond chance: {@code (P - P_e) / (1 - P_e)}, with {@code P} the mean over subjects of the share
 * of equal pairs {@code sum_j n_ij (n_ij - 1) / (n_i (n_i - 1))} and {@code P_e} the sum of squares of the labels' mean
 * shares (Fleiss, 1971). Subjects may have unequal numbers of ratings, of at least two; each weighs the same.
 *
 * <p>Undefined without subjects and when there is one label only.
 */
final class FleissKappa {

    private final Map<Integer, Double> shares = new TreeMap<>();
    private long subjects;
    private double pairs;

    /** A subject with at least two ratings: label and how many raters gave it. */
    void accept(Map<Integer, Long> ratings) {
        double all = sum(ratings.values());
        double equalPairs = 0;
        for (Map.Entry<Integer, Long> label : ratings.entrySet()) {
            double count = label.getValue();
            equalPairs += count * (count - 1);
            shares.merge(label.getKey(), count / all, Double::sum);
        }
        pairs += equalPairs / (all * (all - 1));
        subjects++;
    }

    Kappa result() {
        if (subjects == 0) {
            return Kappa.undefined("there are no labels");
        }
        if (shares.size() == 1) {
            return Kappa.of(1, 1);
        }
        double chance = 0;
        for (double share : shares.values()) {
            chance += share / subjects * (share / subjects);
        }
        return Kappa.of(pairs / subjects, chance);
    }

    private static double sum(Collection<Long> counts) {
        return counts.stream().mapToDouble(Long::doubleValue).sum();
    }
}
