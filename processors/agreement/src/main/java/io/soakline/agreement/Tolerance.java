package io.soakline.agreement;

/**
 * Equal within tolerance: {@code |a - b| <= absolute + relative x |b|}, as in NumPy's {@code allclose} with NaN equal to
 * NaN and infinities equal to themselves. Not symmetric where {@code relative} is above 0.
 */
public record Tolerance(double absolute, double relative) {

    public Tolerance {
        if (!(absolute >= 0 && relative >= 0)) {
            throw new IllegalArgumentException(
                    "tolerances are 0 or more, not absolute " + absolute + ", relative " + relative);
        }
    }

    boolean allows(double a, double b) {
        return a == b || Double.compare(a, b) == 0 || Math.abs(a - b) <= allowed(b);
    }

    /** Largest difference from {@code b}; only meaningful for finite {@code b}. */
    double allowed(double b) {
        return absolute + relative * Math.abs(b);
    }
}
