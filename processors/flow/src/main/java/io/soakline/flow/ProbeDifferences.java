package io.soakline.flow;

import io.soakline.record.GoldenComparison;
import io.soakline.statistics.OutputDigest;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Largest differences of two runs over the probe inputs, from how far both outputs are from the golden one: known also where
 * outputs are too large to be held whole.
 *
 * @param inputs with both compared with the same golden output
 * @param maxAbs null where it is not known of one of them, or there are none; infinite where NaN or an infinity stands against
 *     something else
 * @param bound whether neither run gave the golden output of one of them: then the distances from it are added up, and the
 *     difference is at most that
 */
record ProbeDifferences(
        int inputs, @Nullable Double maxAbs, @Nullable Long maxUlp, boolean bound) {

    private static final ProbeDifferences NONE = new ProbeDifferences(0, 0.0, 0L, false);

    static ProbeDifferences of(
            SortedMap<Integer, OutputDigest> a, SortedMap<Integer, OutputDigest> b, OutputCatalog.Outputs known) {
        ProbeDifferences all = NONE;
        for (Map.Entry<Integer, OutputDigest> entry : a.entrySet()) {
            OutputDigest other = b.get(entry.getKey());
            if (other != null) {
                GoldenComparison ofA = known.golden(entry.getKey(), entry.getValue());
                GoldenComparison ofB = known.golden(entry.getKey(), other);
                if (ofA != null && ofB != null && ofA.getGoldenDigest().equals(ofB.getGoldenDigest())) {
                    all = all.and(entry.getValue().equals(other) ? NONE : between(ofA, ofB));
                }
            }
        }
        return all.inputs == 0 ? new ProbeDifferences(0, null, null, false) : all;
    }

    private static ProbeDifferences between(GoldenComparison a, GoldenComparison b) {
        Double absA = abs(a);
        Double absB = abs(b);
        Long ulpA = ulp(a);
        Long ulpB = ulp(b);
        return new ProbeDifferences(
                0,
                absA == null || absB == null ? null : Double.valueOf(absA + absB),
                ulpA == null || ulpB == null ? null : Long.valueOf(ulpA + ulpB),
                a.getDiffering() > 0 && b.getDiffering() > 0);
    }

    private static @Nullable Double abs(GoldenComparison golden) {
        if (golden.getDiffering() == 0) {
            return 0.0;
        }
        return golden.getFiniteMismatches() > 0 ? Double.valueOf(Double.POSITIVE_INFINITY) : golden.getMaxAbs();
    }

    private static @Nullable Long ulp(GoldenComparison golden) {
        if (golden.getDiffering() == 0) {
            return 0L;
        }
        return golden.getFiniteMismatches() > 0 ? null : golden.getMaxUlp();
    }

    private ProbeDifferences and(ProbeDifferences one) {
        return new ProbeDifferences(
                inputs + 1,
                maxAbs == null || one.maxAbs == null ? null : Double.valueOf(Math.max(maxAbs, one.maxAbs)),
                maxUlp == null || one.maxUlp == null ? null : Long.valueOf(Math.max(maxUlp, one.maxUlp)),
                bound || one.bound);
    }
}
