package io.soakline.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the most frequent outputs of two runs agree, input by input.
 *
 * @param inputs inputs that both have seen
 * @param bitwiseRate share of those whose outputs are bit for bit the same; null without common inputs
 * @param top1Rate share of those with the same largest element; null without common inputs, or when an output that is
 *     needed is not known
 * @param maxAbs largest absolute difference of any element of any common input: infinite where one is NaN or infinite
 *     and the other is not the same; null when outputs that differ are not known whole or have unequal shapes
 */
public record Agreement(
        int inputs,
        @Nullable Double bitwiseRate,
        @Nullable Double top1Rate,
        @Nullable Double maxAbs) {

    /** What an output digest stands for, as far as it is known. */
    public interface Outputs {

        /** Position of the largest element of the first tensor; null when not known. */
        @Nullable
        Integer top1(int inputIndex, OutputDigest digest);

        /** All elements of all tensors one after the other; null when not known whole. */
        double @Nullable [] values(int inputIndex, OutputDigest digest);
    }

    /** Symmetric in {@code a} and {@code b}. */
    public static Agreement of(List<OutputCounts.Input> a, List<OutputCounts.Input> b, Outputs outputs) {
        Map<Integer, OutputDigest> modalOfA = modals(a);
        Map<Integer, OutputDigest> modalOfB = modals(b);
        Tally tally = new Tally();
        modalOfA.forEach((input, digest) -> {
            OutputDigest other = modalOfB.get(input);
            if (other != null) {
                tally.accept(input, digest, other, outputs);
            }
        });
        return tally.result();
    }

    private static Map<Integer, OutputDigest> modals(List<OutputCounts.Input> inputs) {
        Map<Integer, OutputDigest> modals = new HashMap<>();
        for (OutputCounts.Input input : inputs) {
            if (!input.counts().isEmpty()) {
                modals.put(input.inputIndex(), input.modal().digest());
            }
        }
        return modals;
    }

    private static final class Tally {

        private int inputs;
        private int bitwise;
        private int top1;
        private boolean top1Known = true;
        private double maxAbs;
        private boolean maxAbsKnown = true;

        void accept(int input, OutputDigest a, OutputDigest b, Outputs outputs) {
            inputs++;
            if (a.equals(b)) {
                bitwise++;
                top1++;
                return;
            }
            acceptTop1(outputs.top1(input, a), outputs.top1(input, b));
            acceptValues(outputs.values(input, a), outputs.values(input, b));
        }

        private void acceptTop1(@Nullable Integer a, @Nullable Integer b) {
            if (a == null || b == null) {
                top1Known = false;
            } else if (a.equals(b)) {
                top1++;
            }
        }

        private void acceptValues(double @Nullable [] a, double @Nullable [] b) {
            if (a == null || b == null || a.length != b.length) {
                maxAbsKnown = false;
                return;
            }
            for (int i = 0; i < a.length; i++) {
                maxAbs = Math.max(maxAbs, difference(a[i], b[i]));
            }
        }

        private static double difference(double a, double b) {
            if (Double.compare(a, b) == 0) {
                return 0;
            }
            double difference = Math.abs(a - b);
            return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        }

        Agreement result() {
            if (inputs == 0) {
                return new Agreement(0, null, null, null);
            }
            return new Agreement(
                    inputs,
                    (double) bitwise / inputs,
                    top1Known ? Double.valueOf((double) top1 / inputs) : null,
                    maxAbsKnown ? Double.valueOf(maxAbs) : null);
        }
    }
}
