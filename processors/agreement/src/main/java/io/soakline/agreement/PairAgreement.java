package io.soakline.agreement;

import io.soakline.statistics.OutputDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Two runs of one model on one input set, compared input by input as their most frequent outputs become known or change.
 *
 * <p>An input costs a comparison when its pair of digests changes, and once more for each of its outputs that was not
 * known then and is now. The figures depend on the digests given last, not on the order or the pieces they came in.
 */
public final class PairAgreement {

    private final OutputLookup outputsOfA;
    private final OutputLookup outputsOfB;
    private final Criteria criteria;
    private final SortedMap<Integer, ComparedInput> inputs = new TreeMap<>();

    /**
     * Two lookups, because outputs of one canonical digest may have different raw digests in different runs; where it is
     * not kept which run gave which, both are the same and nothing is found that differs in raw bytes only.
     */
    public PairAgreement(OutputLookup outputsOfA, OutputLookup outputsOfB, Criteria criteria) {
        this.outputsOfA = outputsOfA;
        this.outputsOfB = outputsOfB;
        this.criteria = criteria;
    }

    /**
     * The most frequent outputs of the two runs for an input.
     *
     * @return whether they are new
     */
    public boolean accept(int inputIndex, OutputDigest a, OutputDigest b) {
        ComparedInput last = inputs.get(inputIndex);
        if (last != null && last.isOf(a, b)) {
            return false;
        }
        inputs.put(inputIndex, compare(inputIndex, a, b));
        return true;
    }

    /** Figures over all inputs given so far. Linear in their number, apart from sorting; compares what became known. */
    public PairFigures figures() {
        PairTally tally = new PairTally(criteria);
        inputs.replaceAll((index, input) -> input.isComplete() ? input : compare(index, input.a(), input.b()));
        inputs.forEach(tally::accept);
        return tally.figures();
    }

    /** How the outputs for one input compare; null for an input not given yet. */
    public @Nullable OutputComparison comparison(int inputIndex) {
        ComparedInput input = inputs.get(inputIndex);
        return input == null ? null : input.comparison();
    }

    private ComparedInput compare(int inputIndex, OutputDigest a, OutputDigest b) {
        return ComparedInput.of(
                a, b, outputsOfA.output(inputIndex, a), outputsOfB.output(inputIndex, b), criteria.tolerance());
    }
}
