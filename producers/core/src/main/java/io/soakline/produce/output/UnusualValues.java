package io.soakline.produce.output;

/** How many values of each unusual kind a tensor holds. Filled by {@link TensorElements}. */
final class UnusualValues {

    long nan;
    long infinity;
    long negativeZero;
    long subnormal;

    void clear() {
        nan = 0;
        infinity = 0;
        negativeZero = 0;
        subnormal = 0;
    }

    boolean nonFinite() {
        return nan + infinity > 0;
    }
}
