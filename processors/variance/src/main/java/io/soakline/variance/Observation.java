package io.soakline.variance;

/**
 * One measured value and the factors it was measured under.
 *
 * @param build one compile of the model
 * @param run one execution of that build; the same name under another build is another run
 * @param device the device it ran on
 * @param load the load it ran under
 * @param value finite; take the logarithm of a latency, so that components are relative
 */
public record Observation(String build, String run, String device, String load, double value) {
    /** @throws IllegalArgumentException if the value is NaN or infinite */
    public Observation {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the value of run " + run + " of build " + build + " is " + value);
        }
    }
}
