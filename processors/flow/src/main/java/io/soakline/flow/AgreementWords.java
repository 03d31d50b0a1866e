package io.soakline.flow;

import io.soakline.agreement.Answer;
import io.soakline.agreement.GroupFigures;
import io.soakline.agreement.PairFigures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Agreement for people, one sentence with the figures. */
final class AgreementWords {

    /** Inputs that are named one by one. */
    private static final int NAMED = 5;

    private static final String MARGIN = "smallest margin of a decision ";

    private AgreementWords() {}

    /** @param smallestMargin of the decisions on the common inputs; null when not known */
    static String pair(
            PairFigures figures, ProbeDifferences probes, RawWords rawOnly, @Nullable Double smallestMargin) {
        if (figures.inputs() == 0) {
            return "no input in common";
        }
        List<String> parts = new ArrayList<>();
        parts.add(
                figures.differingCount() == 0
                        ? unanimous(figures.inputs(), figures.mismatchRateUpper95())
                        : format("%,d of %,d inputs differ bit for bit", figures.differingCount(), figures.inputs()));
        rawOnly.addTo(parts);
        if (figures.differingCount() > 0) {
            size(parts, figures);
            probes(parts, figures, probes);
            answers(parts, figures);
            flips(parts, figures.labelFlipCount(), figures.labelFlips());
            if (smallestMargin != null && figures.labelFlipCount() != null) {
                parts.add(format(MARGIN + "%.3g", smallestMargin));
            }
        }
        return String.join(", ", parts);
    }

    /** A pair in words, without the margin, which rests on the outputs that are described and not on all. */
    static String withoutMargin(String words) {
        int mark = words.indexOf(", " + MARGIN);
        return mark < 0 ? words : words.substring(0, mark);
    }

    private static String unanimous(int inputs, @Nullable Double upper95) {
        return upper95 == null
                ? format("all %,d inputs are equal bit for bit", inputs)
                : format(
                        "all %,d inputs are equal bit for bit (with 95 %% confidence fewer than %.2g %% of such inputs"
                                + " differ)",
                        inputs, 100 * upper95);
    }

    private static void size(List<String> parts, PairFigures figures) {
        Double maxAbs = figures.maxAbs();
        Double l2 = figures.l2RelativeMax();
        if (maxAbs != null && maxAbs.isInfinite()) {
            parts.add("NaN or an infinity stands against something else");
        } else if (maxAbs != null) {
            parts.add(format("largest difference %.2g", maxAbs)
                    + (figures.maxUlp() == null ? "" : format(" (%,d ULP)", figures.maxUlp())));
        } else if (l2 != null) {
            parts.add(format("largest distance %s%.2g of the norm", figures.l2Estimated() ? "about " : "", l2));
        } else {
            parts.add("by how much is not known");
        }
        if (figures.toleranceRate() != null) {
            parts.add(format("%.3g %% within tolerance", 100 * figures.toleranceRate()));
        }
    }

    /** Where outputs are not held whole, as those of probe inputs are compared. */
    private static void probes(List<String> parts, PairFigures figures, ProbeDifferences probes) {
        Double maxAbs = probes.maxAbs();
        if (figures.maxAbs() != null || maxAbs == null || probes.inputs() == 0) {
            return;
        }
        if (maxAbs.isInfinite()) {
            parts.add(format("on %,d probe inputs NaN or an infinity stands against something else", probes.inputs()));
            return;
        }
        parts.add(format(
                "largest difference over the %,d probe inputs %s%.2g%s",
                probes.inputs(),
                probes.bound() ? "at most " : "",
                maxAbs,
                probes.maxUlp() == null ? "" : format(" (%,d ULP)", probes.maxUlp())));
    }

    private static void answers(List<String> parts, PairFigures figures) {
        Answer.Kind kind = figures.answerKind();
        if (kind == null || figures.answerMean() == null || figures.answerMin() == null) {
            return;
        }
        String score = switch (kind) {
            case CLASSIFICATION -> "share of equal labels";
            case SEGMENTATION -> "Dice of the masks";
            case DETECTIONS -> "F1 of the detections";
            case EMBEDDING -> "cosine of the vectors";
        };
        parts.add(format("%s %.4g on average, %.4g at least", score, figures.answerMean(), figures.answerMin()));
    }

    private static void flips(List<String> parts, @Nullable Integer count, List<Integer> inputs) {
        if (count != null) {
            parts.add(count == 0 ? "no label flips" : "the label flips on " + inputs(count, inputs));
        }
    }

    /** "input 17"; "inputs 3, 17 and 5 more". */
    static String inputs(int count, List<Integer> listed) {
        List<String> named = listed.stream().limit(NAMED).map(String::valueOf).toList();
        String names = String.join(", ", named);
        String rest = count > named.size() ? format(" and %,d more", count - named.size()) : "";
        return (count == 1 ? "input " : "inputs ") + names + rest;
    }

    static String calls(CallFigures calls) {
        GroupFigures figures = calls.figures();
        if (figures.inputs() == 0) {
            return "no input was given twice";
        }
        List<String> parts = new ArrayList<>();
        parts.add(format("%,d calls on %,d inputs", figures.outputs(), figures.inputs()));
        if (figures.differingCount() == 0) {
            parts.add("each input gave one output, bit for bit");
        } else {
            parts.add(inputs(figures.differingCount(), figures.differingInputs())
                    + (figures.differingCount() == 1 ? " gave several outputs" : " gave several outputs each"));
            shares(parts, figures, "calls");
            flips(parts, figures.labelFlipCount(), figures.labelFlips());
        }
        new RawWords(calls.rawOnly().size(), calls.whose()).addTo(parts);
        return String.join(", ", parts);
    }

    static String group(RunGroup group, GroupFigures figures, RawWords rawOnly) {
        List<String> parts = new ArrayList<>();
        parts.add(format("%,d runs", group.members().size()) + of(group) + cutOff(group));
        if (figures.inputs() == 0) {
            return parts.get(0) + ", no input in common";
        }
        if (figures.differingCount() == 0) {
            parts.add(unanimous(figures.inputs(), figures.mismatchRateUpper95()));
        } else {
            parts.add(format("%,d of %,d inputs differ bit for bit", figures.differingCount(), figures.inputs()));
            shares(parts, figures, "runs");
            flips(parts, figures.labelFlipCount(), figures.labelFlips());
        }
        rawOnly.addTo(parts);
        return String.join(", ", parts);
    }

    private static String cutOff(RunGroup group) {
        int runs = group.cutOff().size();
        return runs == 0
                ? ""
                : format(
                        " (%,d more, cut off after %,d calls, %s left out)",
                        runs, group.cutOffInferences(), runs == 1 ? "is" : "are");
    }

    private static String of(RunGroup group) {
        int levels = group.levels().size();
        return switch (group.key().factor()) {
            case CALL, PROCESS -> " of one build";
            case REBUILD -> format(", %,d builds", levels);
            case DEVICE -> format(" on %,d devices", levels);
            case ARCHITECTURE -> " on " + String.join(" and ", group.levels());
            case COMPILER -> " by " + compilers(group.levels());
        };
    }

    /** {@code autotvm, tensorrt with 2 sets of options}. */
    private static String compilers(Collection<String> recipes) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String recipe : recipes) {
            int mark = recipe.indexOf(RunTraits.RECIPE_MARK);
            counts.merge(mark < 0 ? recipe : recipe.substring(0, mark), 1, Integer::sum);
        }
        List<String> words = new ArrayList<>();
        counts.forEach((compiler, count) ->
                words.add(count == 1 ? compiler : format("%s with %,d sets of options", compiler, count)));
        return String.join(", ", words);
    }

    private static void shares(List<String> parts, GroupFigures figures, String of) {
        Double share = figures.modalShare();
        if (share != null && figures.modalShareLow95() != null && figures.modalShareHigh95() != null) {
            parts.add(format(
                    "an input's most frequent output comes in %s %% of the %s (%s to %s %%)",
                    percent(share), of, percent(figures.modalShareLow95()), percent(figures.modalShareHigh95())));
        }
        if (figures.effectiveOutputs() != null) {
            parts.add(format("%.3g outputs per input in effect", figures.effectiveOutputs()));
        }
    }

    /** So that what is not all does not look like it. */
    private static String percent(double share) {
        double percent = 100 * share;
        int digits = share >= 1 || share <= 0 ? 0 : (int) Math.max(1, Math.ceil(-Math.log10(1 - share)) - 2);
        return String.format(Locale.ROOT, "%." + digits + "f", percent);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
