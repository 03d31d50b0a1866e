package io.soakline.agreement;

import java.util.Map;
import java.util.TreeMap;

/**
 * Agreement of two raters beyond chance: {@code (p_o - p_e) / (1 - p_e)}, with {@code p_o} the share of equal labels and
 * {@code p_e = sum_k a_k b_k / n^2} what their own frequencies of labels would give by chance (Cohen, 1960).
 *
 * <p>Undefined without labels and when both give one and the same label throughout.
 */
final class CohenKappa {

    private final Map<Integer, Long> labelsOfA = new TreeMap<>();
    private final Map<Integer, Long> labelsOfB = new TreeMap<>();
    private long units;
    private long equal;

    void accept(int labelOfA, int labelOfB) {
        units++;
        equal += labelOfA == labelOfB ? 1 : 0;
        labelsOfA.merge(labelOfA, 1L, Long::sum);
        labelsOfB.merge(labelOfB, 1L, Long::sum);
    }

    Kappa result() {
        if (units == 0) {
            return Kappa.undefined("there are no labels");
        }
        double products = 0;
        for (Map.Entry<Integer, Long> label : labelsOfA.entrySet()) {
            products += (double) label.getValue() * labelsOfB.getOrDefault(label.getKey(), 0L);
        }
        return Kappa.of((double) equal / units, products / ((double) units * units));
    }
}
