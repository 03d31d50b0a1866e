package io.soakline.produce.declare;

/**
 * Two elements are equal within tolerance when {@code |a - b| <= absolute + relative * |b|}.
 *
 * @param absolute at least 0
 * @param relative at least 0
 */
public record Tolerance(double absolute, double relative) {

    /** What Polygraphy's comparison takes when nothing is said: 1e-5 for both. */
    public static final Tolerance DEFAULT = new Tolerance(1e-5, 1e-5);
}
