package io.soakline.drift;

/** A feature in one direction: it rings once and is then held until the feature is back. */
final class Bell {

    /** An alarm that is over after so many panes was for a shock. */
    private static final int SHOCK_PANES = 60;

    private final DriftFeature feature;
    private final DriftDirection direction;
    private final Latch latch;
    private long since;
    private boolean disturbed;

    Bell(DriftFeature feature, DriftDirection direction, DriftSettings settings) {
        this.feature = feature;
        this.direction = direction;
        latch = new Latch(settings.recoveryPanes(), settings.coolDownPanes());
    }

    DriftFeature feature() {
        return feature;
    }

    DriftDirection direction() {
        return direction;
    }

    Latch latch() {
        return latch;
    }

    boolean held() {
        return latch.latched();
    }

    /** Position before which no change began that it may still ring for. */
    long since() {
        return since;
    }

    /** @param passedOver the pane that rang was disturbed, and nothing is learnt from it */
    void rungOn(boolean passedOver) {
        disturbed = passedOver;
    }

    /** Nothing before the position counts any more. */
    void begin(long position) {
        since = position;
    }

    /** The last alarm was for something that goes away by itself, and not because of a disturbance that is known. */
    boolean rangForShock(long position) {
        return feature != DriftFeature.PERIODIC && !disturbed && position - latch.rungAt() <= SHOCK_PANES;
    }
}
