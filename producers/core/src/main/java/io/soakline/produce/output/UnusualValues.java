package io.soakline.produce.output;

/** How many values of each kind that the canonical form or a flag depends on a tensor holds. Filled by {@link TensorElements}. */
final class UnusualValues {

    long nan;
    long infinity;
    long negativeZero;

    void clear() {
        nan = 0;
        infinity = 0;
        negativeZero = 0;
    }

    boolean nonFinite() {
        return nan + infinity > 0;
    }
}
