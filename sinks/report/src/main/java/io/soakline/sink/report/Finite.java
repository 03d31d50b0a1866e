package io.soakline.sink.report;

import org.jspecify.annotations.Nullable;

/** JSON has neither NaN nor infinities: both mean that a figure is not known. */
final class Finite {

    private Finite() {}

    static @Nullable Double orNull(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }
}
