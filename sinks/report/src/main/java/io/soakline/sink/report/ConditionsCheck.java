package io.soakline.sink.report;

import io.soakline.sink.report.GateCheck.Outcome;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether every run was measured under the conditions that the policy asks for. */
final class ConditionsCheck {

    private static final String RULE = "conditions are kept";
    private static final int MOST_ENGINES = 3;

    private ConditionsCheck() {}

    /** Failed by a run that broke them, not judged while it is not known of one, or there is none. */
    static GateCheck of(List<RunSummary> runs) {
        List<RunSummary> broken = those(runs, ValiditySummary.BROKEN::equals);
        if (!broken.isEmpty()) {
            return GateCheck.ofAll(RULE, Outcome.FAILED, told(broken, runs));
        }
        // A state that this version does not know must not pass.
        List<RunSummary> open = those(runs, state -> !ValiditySummary.KEPT.equals(state));
        if (runs.isEmpty()) {
            return GateCheck.ofAll(RULE, Outcome.NOT_JUDGED, "there is no run");
        }
        return open.isEmpty()
                ? GateCheck.ofAll(RULE, Outcome.PASSED, Figures.counted(runs.size(), "run"))
                : GateCheck.ofAll(RULE, Outcome.NOT_JUDGED, told(open, runs));
    }

    private static List<RunSummary> those(List<RunSummary> runs, Predicate<String> state) {
        return runs.stream().filter(run -> state.test(state(run))).toList();
    }

    private static String state(RunSummary run) {
        ValiditySummary validity = run.validity();
        return validity == null ? ValiditySummary.NOT_KNOWN : validity.state();
    }

    /** Each reason once, with the engines of whose runs it is true: the runs of a soak mostly share their disturbance. */
    private static String told(List<RunSummary> those, List<RunSummary> all) {
        Map<String, Set<String>> enginesByReason = new LinkedHashMap<>();
        those.forEach(run -> enginesByReason
                .computeIfAbsent(reason(run), reason -> new LinkedHashSet<>())
                .add(run.engine()));
        return those.size() + " of " + all.size() + ": "
                + enginesByReason.entrySet().stream()
                        .map(entry -> Figures.listed(entry.getValue(), MOST_ENGINES) + ", " + entry.getKey())
                        .collect(Collectors.joining("; "));
    }

    private static String reason(RunSummary run) {
        ValiditySummary validity = run.validity();
        if (validity == null) {
            return "no conditions were recorded";
        }
        return validity.reason().isEmpty() ? validity.state() : validity.reason();
    }
}
