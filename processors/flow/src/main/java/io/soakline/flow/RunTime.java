package io.soakline.flow;

import io.soakline.record.Run;
import org.jspecify.annotations.Nullable;

/**
 * From a run's start to its end, as far as they are known. Panes begin and end by the clock, so that the first and the last of a run
 * hold time in which it did not exist: a GPU's clock rests at a fifth then.
 *
 * @param fromNanos wall clock, inclusive
 * @param toNanos wall clock, exclusive
 */
record RunTime(long fromNanos, long toNanos) {

    /** @param run null where it has not been described */
    static RunTime of(@Nullable Run run) {
        return new RunTime(
                run == null ? Long.MIN_VALUE : run.getStartedAtNanos(),
                run == null || run.getEnd() == null
                        ? Long.MAX_VALUE
                        : run.getEnd().getEndedAtNanos());
    }

    boolean holds(long nanos) {
        return nanos >= fromNanos && nanos < toNanos;
    }
}
