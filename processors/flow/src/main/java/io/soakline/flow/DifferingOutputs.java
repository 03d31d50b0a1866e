package io.soakline.flow;

import io.soakline.agreement.KnownOutput;
import io.soakline.agreement.KnownTensor;
import io.soakline.record.ElementDifference;
import io.soakline.record.GoldenComparison;
import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the outputs of inputs that gave several though they should have given one: on which input, in which
 * element and bit, and whether the answer is another.
 */
final class DifferingOutputs {

    /** Inputs that are gone into. */
    private static final int DETAILED = 3;
    /** Elements of one output that are named. */
    private static final int ELEMENTS = 3;

    private record Place(int tensor, long element) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            return tensor != other.tensor
                    ? Integer.compare(tensor, other.tensor)
                    : Long.compare(element, other.element);
        }
    }

    private record Bits(long usual, long other) {}

    /** @param total how many there are, where not all are listed */
    private record Found(SortedMap<Place, String> listed, long total) {}

    private final OutputCatalog.Outputs known;

    DifferingOutputs(OutputCatalog.Outputs known) {
        this.known = known;
    }

    /** @param inputs with several outputs each, by input index; at least one */
    String describe(List<OutputCounts.Input> inputs) {
        List<String> sentences = new ArrayList<>();
        sentences.add(AgreementWords.inputs(
                inputs.size(),
                inputs.stream().map(OutputCounts.Input::inputIndex).toList()));
        for (OutputCounts.Input input : inputs.stream().limit(DETAILED).toList()) {
            String detail = detail(input);
            if (detail != null) {
                sentences.add(detail);
            }
        }
        String flips = flips(inputs);
        if (flips != null) {
            sentences.add(flips);
        }
        return String.join("; ", sentences);
    }

    /** The most frequent of an input's unusual outputs against its usual one; null when nothing more is known of them. */
    private @Nullable String detail(OutputCounts.Input input) {
        OutputCounts.Count usual = input.modal();
        OutputCounts.Count other = null;
        for (OutputCounts.Count count : input.counts()) {
            if (!count.equals(usual) && (other == null || count.count() > other.count())) {
                other = count;
            }
        }
        if (other == null) {
            return null;
        }
        String elements = elements(input.inputIndex(), usual.digest(), other.digest());
        return elements == null
                ? null
                : String.format(
                        Locale.ROOT,
                        "input %d: %s, in %,d of %,d calls",
                        input.inputIndex(),
                        elements,
                        other.count(),
                        input.inferences());
    }

    private @Nullable String elements(int input, OutputDigest usual, OutputDigest other) {
        Found found = whole(known.output(input, usual), known.output(input, other));
        if (found == null) {
            found = byGolden(input, usual, other);
        }
        if (found == null || found.listed().isEmpty()) {
            return null;
        }
        List<String> named = new ArrayList<>();
        found.listed().entrySet().stream()
                .limit(ELEMENTS)
                .forEach(each -> named.add("element " + each.getKey().element() + " of output "
                        + each.getKey().tensor() + " " + each.getValue()));
        if (found.total() > named.size()) {
            named.add(String.format(Locale.ROOT, "%,d more elements differ", found.total() - named.size()));
        }
        return String.join(", ", named);
    }

    /** Where both are held whole; null where not. */
    private static @Nullable Found whole(@Nullable KnownOutput usual, @Nullable KnownOutput other) {
        if (usual == null
                || other == null
                || usual.tensors().size() != other.tensors().size()) {
            return null;
        }
        SortedMap<Place, String> differences = new TreeMap<>();
        for (int tensor = 0; tensor < usual.tensors().size(); tensor++) {
            KnownTensor a = usual.tensors().get(tensor);
            KnownTensor b = other.tensors().get(tensor);
            ElementBits type = ElementBits.of(a.elementType());
            if (type == null || !a.isWhole() || !b.isWhole() || a.elements() != b.elements()) {
                return null;
            }
            for (int i = 0; i < a.values().size(); i++) {
                long mine = type.bits(a.values().get(i));
                long others = type.bits(b.values().get(i));
                if (mine != others) {
                    differences.put(new Place(tensor, i), type.difference(mine, others));
                }
            }
        }
        return new Found(differences, differences.size());
    }

    /** Where all differences of both from one golden output are known, or one of them is that; null where not. */
    private @Nullable Found byGolden(int input, OutputDigest usual, OutputDigest other) {
        GoldenComparison ofUsual = known.golden(input, usual);
        GoldenComparison ofOther = known.golden(input, other);
        KnownOutput output = known.output(input, other);
        if (ofUsual == null
                || ofOther == null
                || output == null
                || !ofUsual.getGoldenDigest().equals(ofOther.getGoldenDigest())
                || !(areComplete(ofUsual, ofOther) || isGolden(ofUsual) || isGolden(ofOther))) {
            return null;
        }
        SortedMap<Place, Bits> bits = new TreeMap<>();
        for (ElementDifference each : ofUsual.getExamples()) {
            bits.put(place(each), new Bits(each.getBits(), each.getGoldenBits()));
        }
        for (ElementDifference each : ofOther.getExamples()) {
            bits.merge(
                    place(each),
                    new Bits(each.getGoldenBits(), each.getBits()),
                    (a, b) -> new Bits(a.usual(), b.other()));
        }
        SortedMap<Place, String> differences = new TreeMap<>();
        bits.forEach((place, each) -> {
            ElementBits type = type(output, place.tensor());
            if (type != null && each.usual() != each.other()) {
                differences.put(place, type.difference(each.usual(), each.other()));
            }
        });
        boolean all = areComplete(ofUsual, ofOther);
        return new Found(differences, all ? differences.size() : ofUsual.getDiffering() + ofOther.getDiffering());
    }

    /** Whether every element is known in which they differ from the golden output. */
    private static boolean areComplete(GoldenComparison a, GoldenComparison b) {
        return a.getExamples().size() == a.getDiffering() && b.getExamples().size() == b.getDiffering();
    }

    private static boolean isGolden(GoldenComparison comparison) {
        return comparison.getDiffering() == 0;
    }

    private static Place place(ElementDifference difference) {
        return new Place(difference.getTensor(), difference.getElement());
    }

    private static @Nullable ElementBits type(KnownOutput output, int tensor) {
        return tensor < output.tensors().size()
                ? ElementBits.of(output.tensors().get(tensor).elementType())
                : null;
    }

    /** On which inputs the outputs mean different things; null when on none, or not known. */
    private @Nullable String flips(List<OutputCounts.Input> inputs) {
        List<Integer> flipped = new ArrayList<>();
        String first = "";
        for (OutputCounts.Input input : inputs) {
            List<List<Integer>> labels = input.counts().stream()
                    .map(count -> known.output(input.inputIndex(), count.digest()))
                    .filter(Objects::nonNull)
                    .map(KnownOutput::labels)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            if (labels.size() > 1) {
                first = flipped.isEmpty() ? fromTo(input, labels) : first;
                flipped.add(input.inputIndex());
            }
        }
        return flipped.isEmpty()
                ? null
                : "the label flips on " + AgreementWords.inputs(flipped.size(), flipped) + first;
    }

    private String fromTo(OutputCounts.Input input, List<List<Integer>> labels) {
        Integer usual = known.label(input.inputIndex(), input.modal().digest());
        List<String> others = labels.stream()
                .filter(each -> each.size() == 1 && !each.get(0).equals(usual))
                .map(each -> String.valueOf(each.get(0)))
                .toList();
        return usual == null || others.isEmpty() ? "" : " (from " + usual + " to " + String.join(", ", others) + ")";
    }
}
