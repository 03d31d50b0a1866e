package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One compile and what its runs showed.
 *
 * @param name before people, see {@link Names}
 * @param searchSeed of the search that this very build made; where its record does not tell, the configuration's, which is
 *     the first build's, plus its number, less one; null where nothing was searched for
 * @param runs run ids in the order of time
 * @param medianNanos of each run's latency, in the order of the runs; runs without statistics are left out
 * @param accuracy of its worst run; null without labels
 * @param correctOnTime all its runs together; null without labels or deadline
 * @param energyJoulesPerInference mean over its inferences; null when the device offers none
 */
@JsonPropertyOrder({
    "name",
    "model",
    "compiler",
    "engine",
    "buildId",
    "number",
    "scheduleDigest",
    "artefactDigest",
    "searchSeed",
    "runs",
    "devices",
    "inferences",
    "medianNanos",
    "accuracy",
    "correctOnTime",
    "energyJoulesPerInference",
    "cpuUtilisationPercent"
})
public record BuildSummary(
        String name,
        String model,
        String compiler,
        String engine,
        String buildId,
        @Nullable Integer number,
        @Nullable String scheduleDigest,
        @Nullable String artefactDigest,
        @Nullable Long searchSeed,
        List<String> runs,
        List<String> devices,
        long inferences,
        List<Long> medianNanos,
        @Nullable Accuracy accuracy,
        @Nullable CorrectOnTime correctOnTime,
        @Nullable Double energyJoulesPerInference,
        @Nullable Double cpuUtilisationPercent) {

    /** Nine digits: within an int. */
    private static final Pattern SEED = Pattern.compile("\\d{1,9}");

    public BuildSummary {
        runs = List.copyOf(runs);
        devices = List.copyOf(devices);
        medianNanos = List.copyOf(medianNanos);
    }

    static List<BuildSummary> of(Names names) {
        return names.builds().stream()
                .map(key -> of(names.build(key), names.runsOf(key)))
                .toList();
    }

    private static BuildSummary of(String name, List<RunSummary> runs) {
        RunSummary first = runs.get(0);
        return new BuildSummary(
                name,
                first.model(),
                first.compiler(),
                first.engine(),
                first.buildKey(),
                first.build() == null ? null : Integer.valueOf(first.build().number()),
                first.scheduleDigest(),
                first.artefactDigest(),
                searchSeed(first),
                runs.stream().map(RunSummary::run).toList(),
                runs.stream().map(RunSummary::device).distinct().sorted().toList(),
                runs.stream().mapToLong(RunSummary::inferences).sum(),
                runs.stream()
                        .map(run -> run.latencyNanos().p50())
                        .filter(Objects::nonNull)
                        .toList(),
                accuracy(runs),
                runs.stream()
                        .map(RunSummary::correctOnTime)
                        .filter(Objects::nonNull)
                        .reduce(CorrectOnTime::plus)
                        .orElse(null),
                mean(runs, RunSummary::energyJoulesPerInference),
                mean(runs, RunSummary::cpuUtilisationPercent));
    }

    private static @Nullable Long searchSeed(RunSummary run) {
        if (run.build() != null && run.build().searchSeed() != null) {
            return run.build().searchSeed();
        }
        String seed = run.configuration().get("seed");
        if (seed == null
                || run.build() == null
                || !run.configuration().containsKey("trials")
                || !SEED.matcher(seed).matches()) {
            return null;
        }
        return (Integer.parseInt(seed) + run.build().number() - 1L) & Integer.MAX_VALUE;
    }

    private static @Nullable Accuracy accuracy(List<RunSummary> runs) {
        return runs.stream()
                .map(BuildSummary::accuracy)
                .filter(Objects::nonNull)
                .min(Comparator.comparingDouble(Accuracy::rate))
                .orElse(null);
    }

    private static @Nullable Accuracy accuracy(RunSummary run) {
        Double rate = run.top1Accuracy();
        int seen = run.repeatability().inputs();
        int labelled = run.conditions() == null ? seen : run.conditions().labelledInputs();
        int judged = labelled == 0 ? seen : Math.min(seen, labelled);
        return rate == null || judged == 0 ? null : Accuracy.of(rate, judged);
    }

    /** Weighted by inferences; null when no run offers it. */
    private static @Nullable Double mean(List<RunSummary> runs, Function<RunSummary, @Nullable Double> figure) {
        double sum = 0;
        long n = 0;
        for (RunSummary run : runs) {
            Double value = figure.apply(run);
            if (value != null) {
                sum += value * run.inferences();
                n += run.inferences();
            }
        }
        return n == 0 ? null : Double.valueOf(sum / n);
    }
}
