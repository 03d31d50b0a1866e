package io.soakline.cause;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Whether the other engines of a device changed together with the one that is to be explained. */
final class Controls {

    /** Chance of naming the device while none of its other engines changed. */
    private static final double CHANCE = 0.01;

    /** Changes below this mean nothing, however certain. */
    private static final double LEAST_RATIO = 1.01;

    private final List<Control> judged;
    private final boolean slower;

    Controls(List<Control> controls, boolean slower) {
        judged = controls.stream().filter(Control::isJudged).toList();
        this.slower = slower;
    }

    /**
     * The figures, when at least half of the others changed in the same direction; empty otherwise, or when there are none.
     *
     * <p>With the p-values of k others in ascending order, that of number {@code h = ceil(k / 2)} tests whether fewer than h
     * of them changed: its p-value is the probability that h or more of k uniform variables are as small (a partial
     * conjunction; Benjamini and Heller, Biometrics 64, 2008).
     */
    Optional<String> shared() {
        int half = (judged.size() + 1) / 2;
        if (half == 0) {
            return Optional.empty();
        }
        List<Control> changed = judged.stream()
                .filter(control -> magnitude(control) >= LEAST_RATIO)
                .sorted(Comparator.comparingDouble(control -> control.pValue(slower)))
                .toList();
        if (changed.size() < half) {
            return Optional.empty();
        }
        double p = changed.get(half - 1).pValue(slower);
        double chance = BinomialDistribution.of(judged.size(), p).survivalProbability(half - 1);
        return chance > CHANCE ? Optional.empty() : Optional.of(words(changed));
    }

    private double magnitude(Control control) {
        double ratio = control.ratio();
        return slower ? ratio : 1 / ratio;
    }

    private String words(List<Control> changed) {
        return changed.size() + " of the " + judged.size() + " other engines changed with it: "
                + changed.stream()
                        .sorted(Comparator.comparing(Control::name))
                        .map(control ->
                                control.quantity() + " of " + control.name() + " " + Words.change(control.ratio()))
                        .collect(Collectors.joining(", "));
    }
}
