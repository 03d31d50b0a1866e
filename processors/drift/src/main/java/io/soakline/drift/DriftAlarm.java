package io.soakline.drift;

/**
 * A change that the noise of the reference does not explain.
 *
 * @param feature what drifted
 * @param direction which way
 * @param ratio of {@code quantity}, since the change over the reference; from a linear scale (values that are not all
 *     positive) the difference in standard deviations of the reference; NaN where no size can be given
 * @param ratioLow lower end of its 95 % interval
 * @param ratioHigh upper end of its 95 % interval
 * @param quantity what the ratio is of, such as "p50"
 * @param changeAtNanos likeliest begin of the change, wall clock
 * @param changeFromNanos earliest moment that the data allows
 * @param changeToNanos latest moment that the data allows
 * @param logEvidence natural logarithm of the e-value, above the threshold
 * @param logThreshold natural logarithm of the threshold that it passed
 * @param expectedByChancePerWeek alarms a week of the whole stream, all detectors together, that the budget allows while
 *     nothing changes
 * @param detector which detector rang
 * @param periodSeconds NaN unless the feature is {@link DriftFeature#PERIODIC}
 */
public record DriftAlarm(
        DriftFeature feature,
        DriftDirection direction,
        double ratio,
        double ratioLow,
        double ratioHigh,
        String quantity,
        long changeAtNanos,
        long changeFromNanos,
        long changeToNanos,
        double logEvidence,
        double logThreshold,
        double expectedByChancePerWeek,
        String detector,
        double periodSeconds) {}
