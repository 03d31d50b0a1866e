package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.PhaseStats;
import io.soakline.record.WindowStats;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A part of the latency, by the device's clock.
 *
 * @param phase {@code device} and what is left of the latency, {@code host}; {@code copy_in}, {@code compute} and
 *     {@code copy_out} are parts of the device's
 * @param inferences n: measured inferences of which it is known
 * @param p99Nanos null below 100 inferences
 * @param varianceShare covariance with the latency over the variance of the latency; below 0 for a phase that is short
 *     when the latency is long
 */
@JsonPropertyOrder({"phase", "inferences", "meanNanos", "p50Nanos", "p99Nanos", "maxNanos", "varianceShare"})
public record PhaseSummary(
        String phase,
        long inferences,
        @Nullable Double meanNanos,
        @Nullable Double p50Nanos,
        @Nullable Double p99Nanos,
        long maxNanos,
        @Nullable Double varianceShare) {

    /** Empty when the engine does not offer it. */
    static List<PhaseSummary> of(WindowStats window) {
        return window.getPhases().stream().map(PhaseSummary::of).toList();
    }

    private static PhaseSummary of(PhaseStats phase) {
        return new PhaseSummary(
                phase.getPhase().name().toLowerCase(Locale.ROOT),
                phase.getInferences(),
                Finite.orNull(phase.getMeanNanos()),
                Finite.orNull(phase.getP50Nanos()),
                Finite.orNull(phase.getP99Nanos()),
                phase.getMaxNanos(),
                Finite.orNull(phase.getVarianceShare()));
    }
}
