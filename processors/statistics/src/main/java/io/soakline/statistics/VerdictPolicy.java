package io.soakline.statistics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a window is judged what. What must not happen is judged first and needs no sample size; then too few inferences;
 * what is left is steady. Change against a baseline is not looked at.
 *
 * @param minimumInferences fewest measured inferences for {@link Verdict.Steady}
 */
public record VerdictPolicy(long minimumInferences) {

    /** 1,000: the fewest that stand behind a p99.9. */
    public static final VerdictPolicy DEFAULT = new VerdictPolicy(1_000);

    /**
     * What a window is judged by.
     *
     * @param failure why the run ended before its time; null while it goes on and when it completed
     */
    public Verdict judge(WindowStatistics window, @Nullable String failure) {
        Repeatability repeatability = window.repeatability();
        if (failure != null) {
            return new Verdict.Broken(format("the engine's run ended early: %s (%,d inferences)", failure, n(window)));
        }
        if (window.missing() > 0) {
            return new Verdict.Broken(
                    format("%,d inferences are missing from the log beside %,d seen", window.missing(), n(window)));
        }
        if (window.nonFinite() > 0) {
            return new Verdict.Broken(
                    format("%,d of %,d outputs hold a NaN or an infinity", window.nonFinite(), n(window)));
        }
        if (repeatability.isBroken()) {
            return new Verdict.Broken(format(
                    "%,d of %,d repetitions gave another output than usual for their input (%,d distinct outputs of"
                            + " %,d inputs)",
                    repeatability.mismatches(),
                    repeatability.trials(),
                    repeatability.distinctOutputs(),
                    repeatability.inputs()));
        }
        if (n(window) < minimumInferences) {
            return new Verdict.Insufficient(
                    format("%,d measured inferences, a verdict needs %,d", n(window), minimumInferences));
        }
        return new Verdict.Steady(steadyReason(window));
    }

    private static String steadyReason(WindowStatistics window) {
        StringBuilder reason = new StringBuilder(format("%,d inferences, nothing missing", n(window)));
        Double mismatch = window.repeatability().mismatchRateUpper95();
        if (mismatch != null) {
            reason.append(format(
                    "; outputs bit for bit repeatable in %,d repetitions, differing rate below %.2g with 95 %%"
                            + " confidence",
                    window.repeatability().trials(), mismatch));
        } else {
            reason.append("; no input was seen twice");
        }
        Long misses = window.deadlineMisses();
        if (misses != null) {
            reason.append(format(
                    "; %,d deadline misses, rate below %.2g with 95 %% confidence",
                    misses, window.deadlineMissRateUpper95()));
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
