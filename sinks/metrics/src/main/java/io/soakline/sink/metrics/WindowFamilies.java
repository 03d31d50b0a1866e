package io.soakline.sink.metrics;

import static io.soakline.sink.metrics.Family.Unit.COUNT;
import static io.soakline.sink.metrics.Family.Unit.JOULES;
import static io.soakline.sink.metrics.Family.Unit.RATIO;
import static io.soakline.sink.metrics.Family.Unit.SECONDS;

import io.soakline.record.PhaseStats;
import io.soakline.record.PwcetLevel;
import io.soakline.record.PwcetRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is told of a window: every family with the field that fills it. */
final class WindowFamilies {

    private static final double NANO = 1e-9;
    /** Not {@code quantile}, which Prometheus keeps for summaries; these are gauges, since a window's count goes down too. */
    private static final String RANK = "p";

    /** A family with one series for each window. */
    private record Plain(Family family, double factor, Function<WindowStats, @Nullable Number> field) {}

    private static final List<Plain> PLAIN = List.of(
            seconds("end.timestamp", WindowStats::getEndNanos, "End of the newest pane in the window, since 1970."),
            number(
                    "inferences",
                    WindowStats::getInferences,
                    "Measured inferences in the window: the n of its figures."),
            number(
                    "inferences_per_busy_second",
                    WindowStats::getRatePerSecond,
                    "Measured inferences over the sum of their latencies."),
            seconds("latency.min", WindowStats::getLatencyMinNanos, "Smallest service time, exact."),
            seconds("latency.mean", WindowStats::getLatencyMeanNanos, "Mean service time, exact."),
            seconds("latency.max", WindowStats::getLatencyMaxNanos, "Largest service time, exact."),
            seconds("response.max", WindowStats::getResponseMaxNanos, "Largest response time, exact."),
            ratio("latency.variation", WindowStats::getCv, "Standard deviation over mean of the service time."),
            ratio(
                    "latency.robust_variation",
                    WindowStats::getRobustCv,
                    "1.4826 times the median absolute deviation over the median of the service time."),
            seconds(
                    "jitter.absolute",
                    WindowStats::getJitterAbsoluteNanos,
                    "Largest minus smallest response time in the window."),
            seconds("jitter.smoothed", WindowStats::getSmoothedJitterNanos, "RFC 3550 interarrival jitter."),
            seconds("deadline", WindowStats::getDeadlineNanos, "From intended start; absent when none is set."),
            number(
                    "deadline_misses",
                    WindowStats::getDeadlineMisses,
                    "Inferences whose response exceeded the deadline."),
            ratio(
                    "deadline_misses.share",
                    WindowStats::getDeadlineMissRate,
                    "Share of inferences after their deadline."),
            ratio(
                    "deadline_misses.share_upper95",
                    WindowStats::getDeadlineMissRateUpper95,
                    "One-sided 95 % Clopper-Pearson bound on that share."),
            number("longest_miss_run", WindowStats::getLongestMissRun, "Most deadline misses in a row."),
            ratio(
                    "outputs.bitwise",
                    WindowStats::getBitwiseRate,
                    "Share of inferences that gave their input's most frequent output, bit for bit."),
            number("outputs.distinct", WindowStats::getDistinctOutputs, "Distinct output digests, summed over inputs."),
            ratio(
                    "outputs.mismatch_upper95",
                    WindowStats::getMismatchRateUpper95,
                    "One-sided 95 % Clopper-Pearson bound on the share of differing outputs."),
            number(
                    "outputs.non_finite",
                    WindowStats::getNonFinite,
                    "Inferences with a NaN or an infinity in an output."),
            ratio(
                    "outputs.top1_accuracy",
                    WindowStats::getTop1Accuracy,
                    "Share of inputs whose most frequent output has the expected label."),
            ratio(
                    "correct_on_time.lower95",
                    WindowStats::getCorrectOnTimeRateLower95,
                    "One-sided 95 % Clopper-Pearson bound on the share that was right and met the deadline."),
            number("harness_paused", WindowStats::getHarnessPaused, "Inferences that a pause of the harness touched."),
            number("throttled", WindowStats::getThrottled, "Inferences while the device throttled."),
            number("missing", WindowStats::getMissing, "Sequence numbers skipped: inferences lost before the log."),
            new Plain(
                    gauge("energy_per_inference", JOULES, "Energy over inferences of the window."),
                    1,
                    WindowStats::getEnergyJoulesPerInference),
            new Plain(
                    gauge("cpu_utilisation", RATIO, "Mean over the window; 1 is all cores."),
                    0.01,
                    WindowStats::getCpuUtilisationPercent));

    private static final Family LATENCY = gauge(
            "latency.quantile",
            SECONDS,
            "Service time at a quantile, within 0.5 %; absent below the inferences it needs.");
    private static final Family LATENCY_LOW =
            gauge("latency.quantile_low95", SECONDS, "Lower end of its 95 % interval from order statistics.");
    private static final Family LATENCY_HIGH = gauge(
            "latency.quantile_high95", SECONDS, "Upper end of that interval; absent when the sample cannot bound it.");
    private static final Family RESPONSE =
            gauge("response.quantile", SECONDS, "Response time, from intended start, at a quantile, within 0.5 %.");
    private static final Family RESPONSE_LOW =
            gauge("response.quantile_low95", SECONDS, "Lower end of its 95 % interval from order statistics.");
    private static final Family RESPONSE_HIGH =
            gauge("response.quantile_high95", SECONDS, "Upper end of that interval.");
    private static final Family PHASE_MEAN =
            gauge("phase.mean", SECONDS, "Mean time of a phase by the device's own clock; absent when not offered.");
    private static final Family PHASE_QUANTILE =
            gauge("phase.quantile", SECONDS, "Time of a phase at a quantile, by the device's own clock.");
    private static final Family PHASE_MAX = gauge("phase.max", SECONDS, "Largest time of a phase, exact.");
    private static final Family PHASE_VARIANCE = gauge(
            "phase.variance", RATIO, "Part of the latency's variance that comes with the phase; may be negative.");
    private static final Family PWCET = gauge(
            "pwcet",
            SECONDS,
            "Estimated time that is exceeded with the probability per inference; absent when its tests refuse it.");
    private static final Family VERDICT =
            gauge("verdict", COUNT, "1 for the verdict of the window, 0 for the other three.");

    private WindowFamilies() {}

    private static Family gauge(String name, Family.Unit unit, String help) {
        return Family.gauge("soakline.window." + name, unit, help);
    }

    private static Plain seconds(String name, Function<WindowStats, @Nullable Number> nanos, String help) {
        return new Plain(gauge(name, SECONDS, help), NANO, nanos);
    }

    private static Plain number(String name, Function<WindowStats, @Nullable Number> field, String help) {
        return new Plain(gauge(name, COUNT, help), 1, field);
    }

    private static Plain ratio(String name, Function<WindowStats, @Nullable Number> field, String help) {
        return new Plain(gauge(name, RATIO, help), 1, field);
    }

    static void read(WindowStats window, Labels labels, Readings readings) {
        for (Plain plain : PLAIN) {
            readings.add(plain.family, labels, times(plain.field.apply(window), plain.factor));
        }
        quantiles(window.getLatencyQuantiles(), labels, readings, LATENCY, LATENCY_LOW, LATENCY_HIGH);
        quantiles(window.getResponseQuantiles(), labels, readings, RESPONSE, RESPONSE_LOW, RESPONSE_HIGH);
        window.getPhases().forEach(phase -> phase(phase, labels, readings));
        pwcet(window.getPwcet(), labels, readings);
        for (VerdictState state : VerdictState.values()) {
            readings.add(
                    VERDICT,
                    labels.with("state", state.name().toLowerCase(Locale.ROOT)),
                    window.getVerdict().getState() == state);
        }
    }

    private static void quantiles(
            List<QuantileRecord> quantiles, Labels labels, Readings readings, Family at, Family low, Family high) {
        for (QuantileRecord quantile : quantiles) {
            Labels rank = labels.with(RANK, Double.toString(quantile.getP()));
            readings.add(at, rank, times(quantile.getNanos(), NANO));
            readings.add(low, rank, times(quantile.getLowNanos(), NANO));
            readings.add(high, rank, times(quantile.getHighNanos(), NANO));
        }
    }

    private static void phase(PhaseStats stats, Labels labels, Readings readings) {
        Labels phase = labels.with("phase", stats.getPhase().name().toLowerCase(Locale.ROOT));
        readings.add(PHASE_MEAN, phase, stats.getMeanNanos() * NANO);
        readings.add(PHASE_QUANTILE, phase.with(RANK, "0.5"), times(stats.getP50Nanos(), NANO));
        readings.add(PHASE_QUANTILE, phase.with(RANK, "0.99"), times(stats.getP99Nanos(), NANO));
        readings.add(PHASE_MAX, phase, stats.getMaxNanos() * NANO);
        readings.add(PHASE_VARIANCE, phase, stats.getVarianceShare());
    }

    private static void pwcet(@Nullable PwcetRecord pwcet, Labels labels, Readings readings) {
        if (pwcet != null) {
            for (PwcetLevel level : pwcet.getLevels()) {
                Labels probability = labels.with("exceedance", Double.toString(level.getExceedanceProbability()));
                readings.add(PWCET, probability, level.getNanos() * NANO);
            }
        }
    }

    private static @Nullable Double times(@Nullable Number value, double factor) {
        return value == null ? null : Double.valueOf(value.doubleValue() * factor);
    }
}
