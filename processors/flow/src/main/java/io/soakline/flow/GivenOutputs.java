package io.soakline.flow;

import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunOutputs;
import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one run has given so far. */
final class GivenOutputs {

    private final OutputCounts counts = OutputCounts.empty();
    private final SortedMap<Integer, OutputDigest> modals = new TreeMap<>();
    private RunTraits traits;
    private long heardAtNanos = Long.MIN_VALUE;
    private long inferences;
    private long distinct;
    private long version;

    GivenOutputs(RunTraits traits) {
        this.traits = traits;
    }

    /**
     * @param run its description; null when there is none yet
     * @param atNanos end of the newest pane of any run: data from the past is heard of now
     */
    void accept(RunOutputs outputs, @Nullable Run run, long atNanos) {
        traits = RunTraits.of(outputs, run);
        heardAtNanos = Math.max(heardAtNanos, atNanos);
        counts.combine(PaneRecords.counts(outputs.getOutputs()));
        long before = distinct;
        inferences = 0;
        distinct = 0;
        for (OutputCounts.Input input : counts.inputs()) {
            inferences += input.inferences();
            distinct += input.counts().size();
            if (!input.counts().isEmpty()) {
                OutputDigest modal = input.modal().digest();
                version += modal.equals(modals.put(input.inputIndex(), modal)) ? 0 : 1;
            }
        }
        version += before == distinct ? 0 : 1;
    }

    /** Takes in what has become known of the run since, its end above all. */
    void describe(@Nullable Run run) {
        if (run != null) {
            traits = traits.with(run);
        }
    }

    RunTraits traits() {
        return traits;
    }

    List<OutputCounts.Input> inputs() {
        return counts.inputs();
    }

    /** Whether the input gave the output at all. */
    boolean gave(int inputIndex, OutputDigest digest) {
        return counts.inputs().stream()
                .filter(input -> input.inputIndex() == inputIndex)
                .flatMap(input -> input.counts().stream())
                .anyMatch(count -> count.digest().equals(digest));
    }

    /** The most frequent output of each input. */
    SortedMap<Integer, OutputDigest> modals() {
        return Collections.unmodifiableSortedMap(modals);
    }

    long inferences() {
        return inferences;
    }

    /** Changes when an output comes that was not seen before for its input, and when another one is the most frequent. */
    long version() {
        return version;
    }

    private @Nullable RunEnd end() {
        Run run = traits.run();
        return run == null ? null : run.getEnd();
    }

    boolean hasEnded() {
        return end() != null;
    }

    /** Whether it goes on by its description, or was heard of within so long before the given time. */
    boolean isLive(long atNanos, long afterwardsNanos) {
        boolean isOpen = traits.run() != null && end() == null;
        return isOpen || heardAtNanos > atNanos - afterwardsNanos;
    }
}
