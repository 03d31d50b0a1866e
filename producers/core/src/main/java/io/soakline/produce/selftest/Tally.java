package io.soakline.produce.selftest;

import io.soakline.record.SelfTestOutcome;
import java.util.function.Supplier;

/** Counts comparisons, and remembers the first that did not hold. Thread-safe. */
final class Tally {

    private long trials;
    private long mismatches;
    private String first = "";

    /** @param difference says what differed from what; asked only for the first mismatch */
    synchronized void add(boolean equal, Supplier<String> difference) {
        trials++;
        if (!equal && mismatches++ == 0) {
            first = difference.get();
        }
    }

    synchronized long mismatches() {
        return mismatches;
    }

    synchronized long trials() {
        return trials;
    }

    /** @param held what held, when everything did */
    synchronized Finding finding(String held) {
        if (trials == 0) {
            return Finding.notOffered("there was no time for a single comparison");
        }
        return mismatches == 0
                ? new Finding(SelfTestOutcome.PASSED, trials, 0, held + " (" + trials + " comparisons)")
                : new Finding(
                        SelfTestOutcome.FAILED,
                        trials,
                        mismatches,
                        first + " (" + mismatches + " of " + trials + " comparisons)");
    }
}
