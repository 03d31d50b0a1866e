package io.soakline.agreement;

import io.soakline.statistics.OutputDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last compared outputs of one input, and what came of it. Labels are null when not known or there are none. */
record ComparedInput(
        OutputDigest a,
        OutputDigest b,
        boolean isComplete,
        OutputComparison comparison,
        @Nullable List<Integer> labelsOfA,
        @Nullable List<Integer> labelsOfB) {

    static ComparedInput of(
            OutputDigest a,
            OutputDigest b,
            @Nullable KnownOutput outputOfA,
            @Nullable KnownOutput outputOfB,
            @Nullable Tolerance tolerance) {
        return new ComparedInput(
                a,
                b,
                outputOfA != null && outputOfB != null,
                compare(a, b, outputOfA, outputOfB, tolerance),
                outputOfA == null ? null : outputOfA.labels(),
                outputOfB == null ? null : outputOfB.labels());
    }

    private static OutputComparison compare(
            OutputDigest a,
            OutputDigest b,
            @Nullable KnownOutput outputOfA,
            @Nullable KnownOutput outputOfB,
            @Nullable Tolerance tolerance) {
        if (a.equals(b)) {
            return OutputComparison.equal(outputOfA, outputOfB);
        }
        return (outputOfA == null || outputOfB == null)
                ? OutputComparison.UNKNOWN
                : OutputComparison.of(outputOfA, outputOfB, tolerance);
    }

    boolean isOf(OutputDigest otherA, OutputDigest otherB) {
        return a.equals(otherA) && b.equals(otherB);
    }

    /** Whether the labels are equal; true for equal digests of unknown outputs, null when not known or there are none. */
    @Nullable
    Boolean labelsEqual() {
        if (labelsOfA == null || labelsOfB == null) {
            return (comparison.bitwise() && !isComplete) ? Boolean.TRUE : null;
        }
        return labelsOfA.equals(labelsOfB);
    }
}
