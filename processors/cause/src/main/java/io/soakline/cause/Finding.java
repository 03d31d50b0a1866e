package io.soakline.cause;

import java.util.ArrayList;
import java.util.List;

/**
 * A cause with what was seen.
 *
 * @param evidence one sentence with the figures
 * @param strength how far the indicator was beyond its quiet level, in spreads, for ranking only; 0 for
 *     {@link Cause#ENGINE} and {@link Cause#UNKNOWN}
 * @param others causes that were seen too, most telling first; their own {@code others} are empty
 */
public record Finding(Cause cause, String evidence, double strength, List<Finding> others) {

    public Finding {
        others = List.copyOf(others);
    }

    static Finding of(Cause cause, String evidence, double strength) {
        return new Finding(cause, evidence, strength, List.of());
    }

    /** This one first, then the others. */
    public List<Finding> ranked() {
        List<Finding> all = new ArrayList<>();
        all.add(of(cause, evidence, strength));
        all.addAll(others);
        return List.copyOf(all);
    }
}
