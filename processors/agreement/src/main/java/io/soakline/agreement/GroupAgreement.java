package io.soakline.agreement;

import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one model on one input set among which one factor varies: per input, which run gives which most frequent output,
 * and how many runs give each.
 *
 * <p>Adding or updating a run costs its inputs, whatever the number of runs; runs are never paired. The figures depend on
 * the digests given last, not on the order or the pieces they came in.
 */
public final class GroupAgreement {

    private final OutputLookup outputs;
    private final SortedMap<Integer, Votes> inputs = new TreeMap<>();
    private final Set<String> runs = new HashSet<>();

    public GroupAgreement(OutputLookup outputs) {
        this.outputs = outputs;
    }

    /**
     * The most frequent output of a run for an input.
     *
     * @return whether it is new
     */
    public boolean accept(String runId, int inputIndex, OutputDigest modal) {
        runs.add(runId);
        return inputs.computeIfAbsent(inputIndex, index -> new Votes()).accept(runId, modal);
    }

    /** Runs given so far. */
    public int runs() {
        return runs.size();
    }

    /** Figures over all inputs given so far; costs inputs x distinct outputs. */
    public GroupFigures figures() {
        return figures(Set.of());
    }

    /**
     * The same as if some runs had not been given.
     *
     * @param leftOut run ids
     */
    public GroupFigures figures(Set<String> leftOut) {
        List<OutputCounts.Input> counts = new ArrayList<>(inputs.size());
        inputs.forEach((index, votes) -> counts.add(votes.toInput(index, leftOut)));
        return figures(counts, outputs);
    }

    /**
     * The same figures for the calls within one run.
     *
     * @param calls outputs of each input with their counts
     */
    public static GroupFigures figures(List<OutputCounts.Input> calls, OutputLookup outputs) {
        GroupTally tally = new GroupTally();
        for (OutputCounts.Input input : calls) {
            if (input.inferences() >= 2 && !input.counts().isEmpty()) {
                tally.accept(input, outputs);
            }
        }
        return tally.figures();
    }

    /** The outputs of one input. */
    private static final class Votes {

        private final Map<String, OutputDigest> byRun = new HashMap<>();
        private final SortedMap<OutputDigest, Integer> counts = new TreeMap<>();

        boolean accept(String runId, OutputDigest digest) {
            OutputDigest last = byRun.put(runId, digest);
            if (digest.equals(last)) {
                return false;
            }
            counts.merge(digest, 1, Integer::sum);
            withdraw(last);
            return true;
        }

        private void withdraw(@Nullable OutputDigest digest) {
            if (digest != null) {
                counts.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1);
            }
        }

        OutputCounts.Input toInput(int inputIndex, Set<String> leftOut) {
            List<OutputCounts.Count> list = new ArrayList<>(counts.size());
            SortedMap<OutputDigest, Integer> left = new TreeMap<>(counts);
            for (String run : leftOut) {
                OutputDigest digest = byRun.get(run);
                if (digest != null) {
                    left.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1);
                }
            }
            left.forEach((digest, count) -> list.add(new OutputCounts.Count(digest, count)));
            return new OutputCounts.Input(inputIndex, list, 0);
        }
    }
}
