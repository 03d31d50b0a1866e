package io.soakline.cause;

import java.util.Arrays;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Another engine of the device, soaked in turns with the one that is to be explained: what changed for all of them alike
 * is no engine's doing.
 *
 * @param name of the engine
 * @param quantity what the values are, for people: {@code p50} …
 * @param before one value of each of its panes before the change, in any order; at least {@value #LEAST_BEFORE} to judge by
 * @param since the same of its panes since the change; at least {@value #LEAST_SINCE} to judge by
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record Control(String name, String quantity, double[] before, double[] since) {

    static final int LEAST_BEFORE = 10;
    static final int LEAST_SINCE = 2;

    /** Whether there are enough panes to judge by. */
    boolean isJudged() {
        return before.length >= LEAST_BEFORE && since.length >= LEAST_SINCE;
    }

    /**
     * Probability that the panes since the change rank so high, or so low, while nothing has changed: the one-sided test of
     * Mann and Whitney (1947). It takes panes to be independent.
     */
    double pValue(boolean slower) {
        return MannWhitneyUTest.withDefaults()
                .with(slower ? AlternativeHypothesis.GREATER_THAN : AlternativeHypothesis.LESS_THAN)
                .test(since, before)
                .getPValue();
    }

    /** Median since the change over the median before. */
    double ratio() {
        return median(since) / median(before);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
