package io.soakline.flow;

import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.Repeatability;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the outputs of a run's last panes differ. Combines the counts of the panes only when one of them differs from
 * the one before: the usual answer costs a look at each input.
 */
final class OutputWatch {

    /**
     * What differs.
     *
     * @param inputs those that gave several outputs, by input index
     */
    record Broken(Repeatability figures, List<OutputCounts.Input> inputs) {}

    private record Seen(long startNanos, List<OutputCounts.Input> outputs, boolean differs) {}

    private final long widthNanos;
    private final ArrayDeque<Seen> panes = new ArrayDeque<>();
    private final Map<Integer, OutputDigest> usual = new HashMap<>();

    OutputWatch(long widthNanos) {
        this.widthNanos = widthNanos;
    }

    void accept(PaneSummary pane) {
        long oldest = pane.endNanos() - widthNanos;
        panes.removeIf(seen -> seen.startNanos() < oldest || seen.startNanos() > pane.startNanos());
        boolean differs = false;
        for (OutputCounts.Input input : pane.outputs()) {
            differs |= differs(input);
        }
        panes.addLast(new Seen(pane.startNanos(), pane.outputs(), differs));
    }

    private boolean differs(OutputCounts.Input input) {
        if (input.counts().isEmpty()) {
            return input.uncounted() > 0;
        }
        OutputDigest digest = input.modal().digest();
        OutputDigest before = usual.put(input.inputIndex(), digest);
        return input.counts().size() > 1 || input.uncounted() > 0 || (before != null && !before.equals(digest));
    }

    /** Of all panes together, where outputs differ; null where every input gave one output only. */
    @Nullable
    Broken broken() {
        if (panes.stream().noneMatch(Seen::differs)) {
            return null;
        }
        OutputCounts counts = OutputCounts.empty();
        panes.forEach(seen -> counts.combine(seen.outputs()));
        List<OutputCounts.Input> inputs = counts.inputs();
        Repeatability figures = Repeatability.of(inputs);
        return figures.isBroken()
                ? new Broken(
                        figures, inputs.stream().filter(OutputWatch::isSeveral).toList())
                : null;
    }

    private static boolean isSeveral(OutputCounts.Input input) {
        return input.counts().size() > 1 || input.uncounted() > 0;
    }
}
