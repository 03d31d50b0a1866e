package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.Collection;
import java.util.List;

/** What runs are called in the columns of a terminal: short, and no two alike. */
final class RunLabels {

    private static final int MOST_LISTED = 4;

    private final List<RunSummary> runs;
    private final Names names;
    private final ShortNames shortNames;

    /** @param longest label, in characters */
    RunLabels(List<RunSummary> runs, int longest) {
        this.runs = runs;
        this.names = new Names(runs);
        this.shortNames = new ShortNames(runs.stream().map(this::full).toList(), longest);
    }

    String of(RunSummary run) {
        return shortNames.of(full(run));
    }

    /** @param engine is taken where the run is not known */
    String of(String runId, String engine) {
        return runs.stream()
                .filter(run -> run.run().equals(runId))
                .map(this::of)
                .findFirst()
                .orElseGet(() -> shortNames.of(engine));
    }

    /** {@code all runs}, or the names of the first few. */
    String listed(Collection<RunSummary> some) {
        if (some.size() == runs.size()) {
            return runs.size() == 1 ? "the run" : "all runs";
        }
        return Figures.listed(some.stream().map(this::of).toList(), MOST_LISTED);
    }

    /** The compiler where that tells the runs apart, else the engine's name, with a number where even that repeats. */
    private String full(RunSummary run) {
        if (run.build() != null) {
            return names.shortRun(run.run());
        }
        List<RunSummary> sameCompiler = runs.stream()
                .filter(other -> other.compiler().equals(run.compiler()))
                .toList();
        if (sameCompiler.size() == 1) {
            return run.compiler();
        }
        List<RunSummary> sameEngine = sameCompiler.stream()
                .filter(other -> other.engine().equals(run.engine()))
                .toList();
        return sameEngine.size() == 1 ? run.engine() : run.engine() + " #" + (sameEngine.indexOf(run) + 1);
    }
}
