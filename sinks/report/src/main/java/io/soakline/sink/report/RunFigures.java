package io.soakline.sink.report;

import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.WindowStats;
import io.soakline.sink.report.SoakSummary.LatencyNanos;
import io.soakline.sink.report.SoakSummary.Repeatability;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One run from its record and its statistics. */
final class RunFigures {

    private RunFigures() {}

    /** @param window of the whole run; null when no statistics have arrived */
    static RunSummary summarise(Run run, @Nullable WindowStats window) {
        return new RunSummary(
                run.getRunId(),
                run.getDeviceId(),
                run.getModelName(),
                run.getEngineName(),
                run.getCompiler(),
                window == null ? 0 : window.getInferences(),
                latency(window),
                window == null ? null : Finite.orNull(window.getCv()),
                window == null ? null : window.getDeadlineMisses(),
                repeatability(window),
                window == null ? null : Finite.orNull(window.getTop1Accuracy()),
                window == null ? null : Finite.orNull(window.getEnergyJoulesPerInference()),
                verdict(run, window),
                window == null ? null : Predictability.of(window),
                BuildOfRun.of(run.getBuild()),
                run.getEngineId(),
                run.getConfigurationDigest(),
                run.getScheduleDigest(),
                run.getArtefactDigest(),
                run.getConfiguration(),
                Conditions.of(run),
                window == null ? null : CorrectOnTime.of(window),
                window == null ? null : Finite.orNull(window.getCpuUtilisationPercent()),
                window == null ? null : window.getNonFinite(),
                window == null ? null : window.getThrottled(),
                window == null ? null : ValiditySummary.of(window),
                window == null ? null : EnergySummary.of(window),
                window == null ? List.of() : PhaseSummary.of(window));
    }

    static LatencyNanos latency(@Nullable WindowStats window) {
        if (window == null) {
            return new LatencyNanos(null, null, null, null, null, null, null);
        }
        return new LatencyNanos(
                window.getLatencyMinNanos(),
                rounded(window.getLatencyP50Nanos()),
                rounded(window.getLatencyP90Nanos()),
                rounded(window.getLatencyP99Nanos()),
                rounded(window.getLatencyP999Nanos()),
                window.getLatencyMaxNanos(),
                rounded(window.getLatencyMeanNanos()));
    }

    private static Repeatability repeatability(@Nullable WindowStats window) {
        if (window == null) {
            return new Repeatability(0, null, null, null);
        }
        return new Repeatability(
                window.getInputs(),
                Finite.orNull(window.getBitwiseRate()),
                window.getDistinctOutputs(),
                Finite.orNull(window.getMismatchRateUpper95()));
    }

    /** An engine that died is broken, whatever its figures were until then. */
    private static Verdict verdict(Run run, @Nullable WindowStats window) {
        RunEnd end = run.getEnd();
        if (end != null && end.getExit() != RunExit.COMPLETED) {
            String exit = end.getExit().name().toLowerCase(Locale.ROOT);
            return new Verdict(
                    Verdict.BROKEN,
                    end.getReason().isEmpty()
                            ? "the run ended early (" + exit + ")"
                            : "the run ended early (" + exit + "): " + end.getReason());
        }
        if (window == null) {
            return new Verdict(Verdict.INSUFFICIENT, "no statistics of this run have arrived");
        }
        return new Verdict(
                window.getVerdict().getState().name(), window.getVerdict().getReason());
    }

    private static @Nullable Long rounded(@Nullable Double value) {
        Double known = Finite.orNull(value);
        return known == null ? null : Long.valueOf(Math.round(known));
    }
}
