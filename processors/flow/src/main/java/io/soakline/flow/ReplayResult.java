package io.soakline.flow;

import java.util.List;
import java.util.Map;

/**
 * What came of working the panes in again and comparing with what is on the log. What differs only in
 * fields that rest on what was known at the time, and is known better now, are counted apart and named, not hidden.
 *
 * @param panes worked in
 * @param windows as compared
 * @param alerts as compared; of a compacted topic only the newest record of each alert must be there. Without those that
 *     go by the clock: malformed records and silent runs
 * @param agreements as compared, each as of its own time
 * @param knownLater how often each of those fields differed
 * @param differences the first of the others, one line each, with the fields that differ
 */
public record ReplayResult(
        long panes,
        Comparison windows,
        Comparison alerts,
        Comparison agreements,
        Map<String, Long> knownLater,
        List<String> differences) {

    /** Most lines of {@link #differences} about records of one topic. */
    public static final int MOST_DIFFERENCES = 20;

    /**
     * Records of one topic.
     *
     * @param equal byte by byte
     * @param knownLater equal but for what was known only later
     * @param different in any other field
     * @param missing recomputed and not on the log: the process was not done, or lost them
     * @param unexplained on the log and not recomputed: the panes behind them are gone, or somebody else wrote them
     */
    public record Comparison(long equal, long knownLater, long different, long missing, long unexplained) {

        public boolean isEqual() {
            return different == 0 && missing == 0 && unexplained == 0;
        }
    }

    public ReplayResult {
        knownLater = Map.copyOf(knownLater);
        differences = List.copyOf(differences);
    }

    /** Whether everything on the log is what its panes say. */
    public boolean isEqual() {
        return windows.isEqual() && alerts.isEqual() && agreements.isEqual();
    }
}
