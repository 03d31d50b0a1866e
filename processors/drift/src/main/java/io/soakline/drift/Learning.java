package io.soakline.drift;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns what is normal, from panes that are not passed over. Where a stream begins disturbed, all of its panes stand in
 * until there are enough of the others; if there are none before {@link Patience} ends, what stood in is the reference.
 */
final class Learning {

    /** A pane and what was read from it. */
    record Read(DriftPane pane, PaneShape shape, Body body) {}

    private final int wanted;
    private final double[] tolerances;
    /** Those of the learner while it has no model, to begin a stand-in with. */
    private final List<Read> first = new ArrayList<>();

    private ReferenceLearner learner;
    private @Nullable ReferenceLearner standIn;

    /** @param tolerances by measure */
    Learning(int wanted, double[] tolerances) {
        this(wanted, tolerances, true);
    }

    private Learning(int wanted, double[] tolerances, boolean evicting) {
        this.wanted = wanted;
        this.tolerances = tolerances;
        learner = new ReferenceLearner(wanted, tolerances, evicting);
    }

    /**
     * Begins with panes that have been seen.
     *
     * @param anew with fewer panes than wanted
     */
    static Learning anew(int wanted, double[] tolerances, YoungReference.Anew anew) {
        Learning learning = new Learning(wanted, tolerances, anew.why() != Beginning.SEVERAL_LEVELS);
        for (Read pane : anew.panes()) {
            if (learning.begun()) {
                learning.accept(pane, false);
            } else {
                learning.begin(pane, false);
            }
        }
        return learning;
    }

    private ReferenceLearner current() {
        return standIn == null ? learner : standIn;
    }

    /** Null before {@link ReferenceLearner#LEAST_PANES} panes. */
    @Nullable
    ReferenceModel model() {
        return current().model();
    }

    int size() {
        return current().size();
    }

    boolean complete() {
        return current().complete();
    }

    DriftReference reference(ReferenceModel of) {
        return current().reference(of);
    }

    /** There is a reference, and nothing stands in for it. */
    boolean begun() {
        return learner.model() != null;
    }

    /**
     * Takes a pane before the learning has begun. It is not looked at what it deviates from.
     *
     * @return true when there is a first model with this pane in it, or one that replaces what stood in
     */
    boolean begin(Read pane, boolean passedOver) {
        if (pane.pane().disturbed() && !passedOver && standIn != null) {
            learner = standIn;
            standIn = null;
            first.clear();
            return false;
        }
        if (!passedOver) {
            learner.accept(pane);
            if (begun()) {
                standIn = null;
                first.clear();
                return true;
            }
            first.add(pane);
        } else if (standIn == null) {
            standIn = new ReferenceLearner(wanted, tolerances, true);
            first.forEach(standIn::accept);
        }
        return standIn != null && standIn.model() == null && standIn.accept(pane);
    }

    /**
     * Takes a pane that has been tested and not found odd.
     *
     * @return true when there is a new model
     */
    boolean accept(Read pane, boolean passedOver) {
        return (standIn != null || !passedOver) && current().accept(pane);
    }
}
