package io.soakline.drift;

/**
 * How many false alarms a week are put up with, by one stream and by all streams of a fleet together.
 *
 * <p>A fleet shares its budget evenly, and by the union bound (the expected number of false alarms of the fleet is the
 * sum of those of its streams, however they depend on each other) {@code streams} streams at {@code perFleet / streams}
 * each stay within it. Thresholds grow with the logarithm of the number of streams, so a fleet of 1,000 pays with about
 * two more panes of delay, not with blindness.
 *
 * @param perStream false alarms a week of one stream; positive infinity when only the fleet is limited
 * @param perFleet false alarms a week of all streams; positive infinity when only the stream is limited
 */
public record FalseAlarmBudget(double perStream, double perFleet) {

    /** The most that one stream may ever spend, whatever the budget says: one alarm in ten minutes. */
    private static final double MOST_PER_STREAM = 1000;

    /** @throws IllegalArgumentException when neither is finite or one is not above 0 */
    public FalseAlarmBudget {
        if (!(perStream > 0) || !(perFleet > 0)) {
            throw new IllegalArgumentException("a false-alarm budget is above 0 alarms a week, not " + perStream
                    + " per stream and " + perFleet + " per fleet");
        }
        if (Double.isInfinite(perStream) && Double.isInfinite(perFleet)) {
            throw new IllegalArgumentException("a false-alarm budget limits the stream, the fleet or both");
        }
    }

    public static FalseAlarmBudget perStream(double alarmsPerWeek) {
        return new FalseAlarmBudget(alarmsPerWeek, Double.POSITIVE_INFINITY);
    }

    public static FalseAlarmBudget perFleet(double alarmsPerWeek) {
        return new FalseAlarmBudget(Double.POSITIVE_INFINITY, alarmsPerWeek);
    }

    /**
     * What one of so many streams may spend a week.
     *
     * @param streams watched at this moment; fewer than one counts as one
     */
    public double alarmsPerStreamWeek(int streams) {
        return Math.min(MOST_PER_STREAM, Math.min(perStream, perFleet / Math.max(1, streams)));
    }
}
