package io.soakline.drift;

import java.util.ArrayList;
import java.util.List;

/** The bells of all features, upward and downward. */
final class Bells {

    private static final int DIRECTIONS = 2;

    private final List<Bell> all = new ArrayList<>();

    Bells(DriftSettings settings) {
        for (DriftFeature feature : DriftFeature.values()) {
            all.add(new Bell(feature, DriftDirection.UP, settings));
            all.add(new Bell(feature, DriftDirection.DOWN, settings));
        }
    }

    /** In the order of the features, upward first. */
    List<Bell> all() {
        return all;
    }

    @SuppressWarnings("EnumOrdinal") // in the order of the constants, private to the detectors, never stored
    Bell of(DriftFeature feature, DriftDirection direction) {
        return all.get(feature.ordinal() * DIRECTIONS + (direction == DriftDirection.UP ? 0 : 1));
    }

    boolean anyHeld() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).held()) {
                return true;
            }
        }
        return false;
    }

    /** Neither direction of the feature is held. */
    boolean quiet(DriftFeature feature) {
        return !of(feature, DriftDirection.UP).held()
                && !of(feature, DriftDirection.DOWN).held();
    }
}
