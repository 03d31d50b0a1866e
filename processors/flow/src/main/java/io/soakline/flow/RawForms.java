package io.soakline.flow;

import io.soakline.agreement.Answer;
import io.soakline.agreement.KnownOutput;
import io.soakline.record.RawDifference;
import io.soakline.record.RawForm;
import io.soakline.statistics.OutputDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** Outputs of some runs that are canonically the same and came in other bytes: on which inputs, and whose. */
final class RawForms {

    private record Whose(String runId, RawDifference difference) {}

    private final OutputCatalog.Outputs known;
    private final Map<String, RunTraits> members = new LinkedHashMap<>();
    private final BiPredicate<Integer, OutputDigest> onlyTheirs;

    /**
     * @param onlyTheirs whether nobody but these runs can have given the output of an input: decides where sketches do not say
     *     who gave which bytes
     */
    RawForms(
            OutputCatalog.Outputs known, Collection<RunTraits> members, BiPredicate<Integer, OutputDigest> onlyTheirs) {
        this.known = known;
        this.onlyTheirs = onlyTheirs;
        members.forEach(member -> this.members.put(member.runId(), member));
    }

    /** Whether these runs must have given the output of the input in several raw forms. */
    boolean differ(int inputIndex, OutputDigest digest) {
        List<OutputCatalog.RawSketch> forms = known.rawForms(inputIndex, digest);
        if (forms.size() < 2) {
            return false;
        }
        Set<String> told = new HashSet<>();
        forms.forEach(form -> told.addAll(form.runs()));
        return told.containsAll(members.keySet())
                ? forms.stream().filter(this::isTheirs).count() > 1
                : onlyTheirs.test(inputIndex, digest);
    }

    private boolean isTheirs(OutputCatalog.RawSketch form) {
        return form.runs().stream().anyMatch(members::containsKey);
    }

    /**
     * Whose bytes are not the canonical ones, most inputs first.
     *
     * @param rawOnly inputs with an output of which {@link #differ} says so
     */
    List<RawForm> whose(Map<Integer, OutputDigest> rawOnly) {
        Map<Whose, Integer> inputs = new LinkedHashMap<>();
        rawOnly.forEach((input, digest) -> whose(input, digest).forEach(each -> inputs.merge(each, 1, Integer::sum)));
        List<RawForm> all = new ArrayList<>();
        inputs.forEach(
                (each, count) -> all.add(new RawForm(each.runId(), engine(each.runId()), each.difference(), count)));
        all.sort(Comparator.comparing(RawForm::getInputs)
                .reversed()
                .thenComparing(RawForm::getRunId)
                .thenComparing(RawForm::getDifference));
        return all;
    }

    private String engine(String runId) {
        RunTraits traits = members.get(runId);
        return traits == null ? "" : traits.engineName();
    }

    private Set<Whose> whose(int inputIndex, OutputDigest digest) {
        Set<Whose> found = new HashSet<>();
        KnownOutput output = known.output(inputIndex, digest);
        boolean sorted = output != null && output.answer() instanceof Answer.Detections;
        for (OutputCatalog.RawSketch form : known.rawForms(inputIndex, digest)) {
            if (!form.digest().equals(digest)) {
                form.runs().stream()
                        .filter(members::containsKey)
                        .forEach(run -> found.add(new Whose(run, difference(form, sorted))));
            }
        }
        return found;
    }

    private static RawDifference difference(OutputCatalog.RawSketch form, boolean sorted) {
        if (form.negativeZeros() > 0) {
            return RawDifference.NEGATIVE_ZERO;
        }
        return form.nans() > 0 && !sorted ? RawDifference.NAN_PAYLOAD : RawDifference.ORDER;
    }
}
