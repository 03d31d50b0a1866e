package io.soakline.flow;

import io.soakline.agreement.Criteria;
import io.soakline.agreement.KnownOutput;
import io.soakline.agreement.PairAgreement;
import io.soakline.agreement.PairFigures;
import io.soakline.agreement.Tolerance;
import io.soakline.record.OutputDeclaration;
import io.soakline.statistics.OutputDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Two runs that are compared, and how far that has come. */
final class ComparedPair {

    /** Where no declaration says otherwise; those of Polygraphy and of NumPy's testing tools. */
    static final Tolerance DEFAULT_TOLERANCE = new Tolerance(1e-5, 1e-5);

    /** @param a the one whose id comes first */
    record Key(String a, String b) {

        static Key of(String one, String other) {
            return one.compareTo(other) < 0 ? new Key(one, other) : new Key(other, one);
        }
    }

    private record Stamp(long versionOfA, long versionOfB, long known, long inferences, boolean ended) {}

    private final GivenOutputs a;
    private final GivenOutputs b;
    private final OutputCatalog.Outputs known;
    private final Tolerance tolerance;
    private final PairAgreement agreement;
    private @Nullable Stamp stamp;

    ComparedPair(GivenOutputs a, GivenOutputs b, OutputCatalog.Outputs known) {
        this.a = a;
        this.b = b;
        this.known = known;
        OutputDeclaration declared = declaration(a, b);
        tolerance = declared == null
                ? DEFAULT_TOLERANCE
                : new Tolerance(declared.getAbsoluteTolerance(), declared.getRelativeTolerance());
        agreement = new PairAgreement(
                known, known, new Criteria(tolerance, declared == null ? null : declared.getAgreementThreshold()));
    }

    private static @Nullable OutputDeclaration declaration(GivenOutputs a, GivenOutputs b) {
        OutputDeclaration declared = a.traits().declaration();
        return declared == null ? b.traits().declaration() : declared;
    }

    GivenOutputs a() {
        return a;
    }

    GivenOutputs b() {
        return b;
    }

    Tolerance tolerance() {
        return tolerance;
    }

    long inferences() {
        return a.inferences() + b.inferences();
    }

    /** Whether no more inferences will come. */
    boolean hasEnded() {
        return a.hasEnded() && b.hasEnded();
    }

    /**
     * Whether anything has changed since it was last asked that could change what is to be said.
     *
     * @param surroundings changes with what is known of outputs
     */
    boolean isChanged(long surroundings) {
        boolean ended = hasEnded();
        long inferences = ended ? inferences() : Long.highestOneBit(inferences());
        Stamp now = new Stamp(a.version(), b.version(), surroundings, inferences, ended);
        boolean changed = !now.equals(stamp);
        stamp = now;
        return changed;
    }

    PairFigures figures() {
        SortedMap<Integer, OutputDigest> others = b.modals();
        a.modals().forEach((input, digest) -> {
            OutputDigest other = others.get(input);
            if (other != null) {
                agreement.accept(input, digest, other);
            }
        });
        return agreement.figures();
    }

    /** Common inputs whose outputs are canonically the same and came in several raw forms, and that output. */
    SortedMap<Integer, OutputDigest> rawOnly(RawForms rawForms) {
        SortedMap<Integer, OutputDigest> inputs = new TreeMap<>();
        a.modals().forEach((input, digest) -> {
            if (digest.equals(b.modals().get(input)) && rawForms.differ(input, digest)) {
                inputs.put(input, digest);
            }
        });
        return inputs;
    }

    ProbeDifferences probes() {
        return ProbeDifferences.of(a.modals(), b.modals(), known);
    }

    /** The least margin of a decision on a common input, of either run; null when none is known. */
    @Nullable
    Double smallestMargin() {
        Set<Integer> common = new HashSet<>(a.modals().keySet());
        common.retainAll(b.modals().keySet());
        Double smallest = null;
        for (GivenOutputs run : List.of(a, b)) {
            for (Map.Entry<Integer, OutputDigest> entry : run.modals().entrySet()) {
                KnownOutput output =
                        common.contains(entry.getKey()) ? known.output(entry.getKey(), entry.getValue()) : null;
                Double margin = output == null ? null : output.decisionMargin();
                smallest = margin == null || (smallest != null && smallest <= margin) ? smallest : margin;
            }
        }
        return smallest;
    }
}
