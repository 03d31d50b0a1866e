package io.soakline.drift;

import org.jspecify.annotations.Nullable;

/** The {@link Whitener} of each measure. */
final class Whiteners {

    private final @Nullable Whitener[] whiteners = new @Nullable Whitener[Measure.COUNT];

    /** Their memory of the last pane stays. */
    void use(ReferenceModel model) {
        for (int i = 0; i < whiteners.length; i++) {
            Whitener whitener = whiteners[i];
            if (whitener == null) {
                whiteners[i] = new Whitener(model.noise()[i]);
            } else {
                whitener.replaceNoise(model.noise()[i]);
            }
        }
    }

    /**
     * @param lag panes since the last one, from 1
     * @param passedOver the pane is disturbed, and what comes after the disturbance shall not be measured by it
     */
    void accept(Deviations pane, long lag, boolean passedOver) {
        for (int i = 0; i < whiteners.length; i++) {
            if (passedOver) {
                at(i).acceptDisturbed(pane.of(i), pane.scales()[i], lag);
            } else {
                at(i).accept(pane.of(i), pane.scales()[i], lag);
            }
        }
    }

    Whitener of(Measure measure) {
        return at(measure.index());
    }

    /** @param measure its index */
    Whitener at(int measure) {
        Whitener whitener = whiteners[measure];
        if (whitener == null) {
            throw new IllegalStateException("no pane is tested before there is a reference");
        }
        return whitener;
    }
}
