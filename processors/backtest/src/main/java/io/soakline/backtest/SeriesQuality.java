package io.soakline.backtest;

/**
 * What was odd about the rows of a series. None of it stops a backtest; all of it is counted.
 *
 * @param rows data rows: all lines but the header and blank ones. {@code rows = values + missing + malformed}
 * @param values rows with a finite value
 * @param missing rows whose value is empty, NaN, NA, null, none or infinite; they keep their index
 * @param malformed rows that cannot be read; they keep their index
 * @param firstMalformedLine line of the first of them, from 1; 0 when there is none
 * @param unreadableTimestamps rows whose timestamp is neither a number nor an ISO 8601 date or instant; their values count
 * @param duplicateTimestamps rows with the timestamp of the row before
 * @param backwardTimestamps rows with a timestamp before that of the row before
 * @param gaps steps of the timestamp more than {@link #GAP_STEPS} times the median of the first steps
 */
public record SeriesQuality(
        long rows,
        long values,
        long missing,
        long malformed,
        long firstMalformedLine,
        long unreadableTimestamps,
        long duplicateTimestamps,
        long backwardTimestamps,
        long gaps) {

    /** A step of the timestamp this many times the usual one is a gap. */
    public static final int GAP_STEPS = 3;
}
