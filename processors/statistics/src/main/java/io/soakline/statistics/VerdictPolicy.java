package io.soakline.statistics;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a window is judged what. What must not happen is judged first and needs no sample size; then drift, whose detectors
 * have an error rate of their own; then too few inferences, for a verdict at all or for a budget; what is left is steady.
 *
 * <p>Budgets are judged by intervals. Within: the upper end does not exceed the budget. {@link Verdict.Broken}: the lower
 * end exceeds it. Between the two there is too little to tell.
 *
 * @param minimumInferences fewest measured inferences for {@link Verdict.Steady}
 * @param maximumMissRate largest share of inferences that may miss their deadline, from 0 to 1; null when there is no such
 *     budget. By one-sided 95 % Clopper-Pearson bounds
 * @param maximumP99Nanos largest p99 of the response time; null when there is none. By its two-sided 95 % interval
 * @param repeatable whether an output that differs for the same input is broken
 * @param finite whether a NaN or an infinity in an output is broken
 */
public record VerdictPolicy(
        long minimumInferences,
        @Nullable Double maximumMissRate,
        @Nullable Long maximumP99Nanos,
        boolean repeatable,
        boolean finite) {

    /** 1,000: the fewest that stand behind a p99.9. No budgets; outputs must be finite and repeatable. */
    public static final VerdictPolicy DEFAULT = new VerdictPolicy(1_000);

    private static final double CONFIDENCE = 0.95;

    /** @throws IllegalArgumentException for a budget outside its range */
    public VerdictPolicy {
        if (minimumInferences < 0) {
            throw new IllegalArgumentException(
                    "the fewest inferences for a verdict are 0 or more, not " + minimumInferences);
        }
        if (maximumMissRate != null && !(maximumMissRate >= 0 && maximumMissRate <= 1)) {
            throw new IllegalArgumentException("a miss rate lies from 0 to 1, not at " + maximumMissRate);
        }
        if (maximumP99Nanos != null && maximumP99Nanos <= 0) {
            throw new IllegalArgumentException("a largest p99 is above 0 ns, not " + maximumP99Nanos);
        }
    }

    public VerdictPolicy(long minimumInferences) {
        this(minimumInferences, null, null, true, true);
    }

    /**
     * What a window is judged by, drift not looked at.
     *
     * @param failure why the run ended before its time; null while it goes on and when it completed
     */
    public Verdict judge(WindowStatistics window, @Nullable String failure) {
        return judge(window, failure, List.of());
    }

    /**
     * @param failure why the run ended before its time; null while it goes on and when it completed
     * @param driftReasons what drift alarms say that go on, most important first; empty when there are none
     */
    public Verdict judge(WindowStatistics window, @Nullable String failure, List<String> driftReasons) {
        String broken = broken(window, failure);
        if (broken != null) {
            return new Verdict.Broken(broken);
        }
        if (!driftReasons.isEmpty()) {
            return new Verdict.Drifted(String.join("; ", driftReasons));
        }
        String insufficient = insufficient(window);
        return insufficient != null ? new Verdict.Insufficient(insufficient) : new Verdict.Steady(steady(window));
    }

    private @Nullable String broken(WindowStatistics window, @Nullable String failure) {
        Repeatability repeatability = window.repeatability();
        if (failure != null) {
            return format("the engine's run ended early: %s (%,d inferences)", failure, n(window));
        }
        if (window.missing() > 0) {
            return format("%,d inferences are missing from the log beside %,d seen", window.missing(), n(window));
        }
        if (finite && window.nonFinite() > 0) {
            return format("%,d of %,d outputs hold a NaN or an infinity", window.nonFinite(), n(window));
        }
        if (repeatable && repeatability.isBroken()) {
            return format(
                    "%,d of %,d repetitions gave another output than usual for their input (%,d distinct outputs of"
                            + " %,d inputs)",
                    repeatability.mismatches(),
                    repeatability.trials(),
                    repeatability.distinctOutputs(),
                    repeatability.inputs());
        }
        String misses = brokenMisses(window);
        return misses != null ? misses : brokenP99(window);
    }

    private @Nullable String brokenMisses(WindowStatistics window) {
        Misses misses = window.misses();
        Double budget = maximumMissRate;
        if (misses == null || budget == null || misses.n() == 0) {
            return null;
        }
        double atLeast = ClopperPearson.lower(misses.misses(), misses.n(), CONFIDENCE);
        return atLeast <= budget
                ? null
                : format(
                        "%,d of %,d inferences missed their deadline: a rate of at least %.2g with 95 %% confidence,"
                                + " the budget is %.2g",
                        misses.misses(), misses.n(), atLeast, budget);
    }

    private @Nullable String brokenP99(WindowStatistics window) {
        Long budget = maximumP99Nanos;
        QuantileInterval p99 = p99(window);
        Double atLeast = p99 == null ? null : p99.lowNanos();
        return budget == null || atLeast == null || atLeast <= budget
                ? null
                : format(
                        "the response time's p99 is at least %.3f ms with 95 %% confidence (%,d inferences), the budget"
                                + " is %.3f ms",
                        atLeast / 1e6, n(window), budget / 1e6);
    }

    private @Nullable String insufficient(WindowStatistics window) {
        if (n(window) < minimumInferences) {
            return format("%,d measured inferences, a verdict needs %,d", n(window), minimumInferences);
        }
        String misses = insufficientMisses(window);
        return misses != null ? misses : insufficientP99(window);
    }

    private @Nullable String insufficientMisses(WindowStatistics window) {
        Double budget = maximumMissRate;
        if (budget == null) {
            return null;
        }
        Misses misses = window.misses();
        Double atMost = misses == null ? null : misses.rateUpper95();
        if (misses == null || atMost == null) {
            return "a budget of deadline misses is set, but the run has no deadline: set one in its load";
        }
        return atMost <= budget
                ? null
                : format(
                        "%,d deadline misses of %,d: the rate is below %.2g with 95 %% confidence, which does not tell"
                                + " whether it keeps the budget of %.2g",
                        misses.misses(), misses.n(), atMost, budget);
    }

    private @Nullable String insufficientP99(WindowStatistics window) {
        Long budget = maximumP99Nanos;
        if (budget == null) {
            return null;
        }
        QuantileInterval p99 = p99(window);
        Double atMost = p99 == null ? null : p99.highNanos();
        if (atMost == null) {
            return format("%,d inferences do not bound the p99 from above, that takes 368", n(window));
        }
        return atMost <= budget
                ? null
                : format(
                        "the response time's p99 is below %.3f ms with 95 %% confidence (%,d inferences), which does not"
                                + " tell whether it keeps the budget of %.3f ms",
                        atMost / 1e6, n(window), budget / 1e6);
    }

    private static @Nullable QuantileInterval p99(WindowStatistics window) {
        return window.responseQuantiles().stream()
                .filter(quantile -> quantile.p() == 0.99)
                .findFirst()
                .orElse(null);
    }

    private static String steady(WindowStatistics window) {
        StringBuilder reason = new StringBuilder(format("%,d inferences, nothing missing", n(window)));
        Repeatability repeatability = window.repeatability();
        Double mismatch = repeatability.mismatchRateUpper95();
        if (mismatch == null) {
            reason.append("; no input was seen twice");
        } else if (repeatability.isBroken()) {
            reason.append(format(
                    "; %,d of %,d repetitions gave another output, which the policy allows",
                    repeatability.mismatches(), repeatability.trials()));
        } else {
            reason.append(format(
                    "; outputs bit for bit repeatable in %,d repetitions, differing rate below %.2g with 95 %%"
                            + " confidence",
                    repeatability.trials(), mismatch));
        }
        if (window.nonFinite() > 0) {
            reason.append(
                    format("; %,d outputs hold a NaN or an infinity, which the policy allows", window.nonFinite()));
        }
        Misses misses = window.misses();
        if (misses != null && misses.rateUpper95() != null) {
            reason.append(format(
                    "; %,d deadline misses, rate below %.2g with 95 %% confidence",
                    misses.misses(), misses.rateUpper95()));
        }
        return reason.toString();
    }

    private static long n(WindowStatistics window) {
        return window.inferences();
    }

    private static String format(String text, @Nullable Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }
}
