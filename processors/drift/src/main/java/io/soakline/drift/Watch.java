package io.soakline.drift;

/** A detector on the innovations of a measure. */
enum Watch {
    LEVEL_UP(Measure.LEVEL, DriftDirection.UP),
    LEVEL_DOWN(Measure.LEVEL, DriftDirection.DOWN),
    QUARTILES_UP(Measure.QUARTILES, DriftDirection.UP),
    QUARTILES_DOWN(Measure.QUARTILES, DriftDirection.DOWN),
    TAIL_UP(Measure.TAIL, DriftDirection.UP),
    FAR_TAIL_UP(Measure.FAR_TAIL, DriftDirection.UP);

    static final int COUNT = values().length;

    private final Measure measure;
    private final DriftDirection direction;

    Watch(Measure measure, DriftDirection direction) {
        this.measure = measure;
        this.direction = direction;
    }

    Measure measure() {
        return measure;
    }

    DriftDirection direction() {
        return direction;
    }

    /** Position in arrays. */
    @SuppressWarnings("EnumOrdinal") // arrays in the order of the constants, private to the detectors, never stored
    int index() {
        return ordinal();
    }
}
