package io.soakline.variance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How the variance of a value splits over build, run, device and load: a linear model of random effects, runs nested in
 * builds, the others nested or crossed as the data have them, fitted by REML. Unbalanced data are the rule and need no
 * care. Intervals hold 95 %: see the README for how often they do.
 *
 * @param mean generalised least-squares estimate of the overall mean; NaN without a fit
 * @param components build, run, device, load, residual, in this order
 * @param observations values used
 */
public record VarianceComponents(double mean, List<Component> components, int observations) {
    private static final int LEAST_OBSERVATIONS = 4;

    public VarianceComponents {
        components = List.copyOf(components);
    }

    /** One factor's part. */
    public sealed interface Component {
        /** "build", "run", "device", "load" or "residual". */
        String factor();

        /** Distinct levels seen; for the residual the observations. */
        int levels();

        /**
         * @param variance between levels, at least 0
         * @param low lower end of its 95 % interval
         * @param high upper end; infinite if the data set none
         * @param share of the total variance: the intraclass correlation (ICC) of two values that have this level in
         *     common and nothing else
         * @param shareLow lower end of the share's 95 % interval
         * @param shareHigh upper end
         */
        record Estimated(
                String factor,
                int levels,
                double variance,
                double low,
                double high,
                double share,
                double shareLow,
                double shareHigh)
                implements Component {}

        /** @param reason one line: what is missing */
        record Refused(String factor, int levels, String reason) implements Component {}
    }

    /**
     * @param observations in any order; values of one run should be far enough apart in time to be independent, or be
     *     one mean per run
     */
    public static VarianceComponents of(List<Observation> observations) {
        Design whole = Design.of(List.of(Factor.values()), observations);
        if (observations.size() < LEAST_OBSERVATIONS) {
            return refused(whole, observations.size() + " values only, " + LEAST_OBSERVATIONS + " are needed");
        }
        if (Arrays.stream(whole.centred()).allMatch(value -> value == whole.centred()[0])) {
            return refused(whole, "all values are equal, there is no variance to split");
        }
        Identified identified = Identified.of(whole);
        if (identified.kept().isEmpty()) {
            return refused(whole, identified.reasons());
        }
        Design design = Design.of(identified.factors(whole), observations);
        Estimation estimation = new Estimation(design);
        List<Component> components = new ArrayList<>();
        for (int f = 0; f < whole.factors().size(); f++) {
            Factor factor = whole.factors().get(f);
            String reason = identified.reasons().get(f);
            components.add(
                    reason.isEmpty()
                            ? estimated(
                                    estimation,
                                    factor.label(),
                                    whole.levels(f),
                                    design.factors().indexOf(factor),
                                    freedom(whole, f))
                            : new Component.Refused(factor.label(), whole.levels(f), factor.label() + ": " + reason));
        }
        int deepest = 0;
        for (int f = 0; f < design.factors().size(); f++) {
            deepest = Math.max(deepest, design.levels(f));
        }
        components.add(estimated(
                estimation, "residual", observations.size(), design.factors().size(), observations.size() - deepest));
        return new VarianceComponents(estimation.mean(), components, observations.size());
    }

    /** Runs are counted within their builds. */
    private static int freedom(Design whole, int factor) {
        boolean nested = whole.factors().get(factor) == Factor.RUN;
        int above = nested ? whole.levels(whole.factors().indexOf(Factor.BUILD)) : 1;
        return whole.levels(factor) - above;
    }

    private static Component estimated(Estimation estimation, String label, int levels, int index, int freedom) {
        Interval variance = estimation.varianceInterval(index, freedom);
        Interval share = estimation.shareInterval(index, freedom);
        return new Component.Estimated(
                label,
                levels,
                estimation.variance(index),
                variance.low(),
                variance.high(),
                estimation.variance(index) / estimation.total(),
                share.low(),
                share.high());
    }

    private static VarianceComponents refused(Design whole, String reason) {
        return refused(whole, Collections.nCopies(whole.factors().size() + 1, reason));
    }

    private static VarianceComponents refused(Design whole, List<String> reasons) {
        List<Component> components = new ArrayList<>();
        for (int f = 0; f < whole.factors().size(); f++) {
            String label = whole.factors().get(f).label();
            components.add(new Component.Refused(label, whole.levels(f), label + ": " + reasons.get(f)));
        }
        String rest = reasons.size() > whole.factors().size()
                ? reasons.get(whole.factors().size())
                : "no factor varies, there is nothing to split the variance over";
        components.add(new Component.Refused("residual", whole.observations(), "residual: " + rest));
        return new VarianceComponents(Double.NaN, components, whole.observations());
    }

    /**
     * Which factors the model holds, and why the others, or some of these, get no figure of their own.
     *
     * @param kept indices of the factors in the model
     * @param reasons per factor; empty if it can be told apart
     */
    private record Identified(List<Integer> kept, List<String> reasons) {
        List<Factor> factors(Design whole) {
            return kept.stream().map(whole.factors()::get).toList();
        }

        static Identified of(Design whole) {
            Aliasing aliasing = Aliasing.of(whole);
            List<Integer> candidates = new ArrayList<>();
            String[] reasons = new String[whole.factors().size()];
            Arrays.fill(reasons, "");
            for (int f = 0; f < reasons.length; f++) {
                if (whole.levels(f) == 1) {
                    reasons[f] = "one level only, not estimable";
                } else if (aliasing.aliased(f, List.of())) {
                    reasons[f] = "one value per level, cannot be told from the residual";
                } else {
                    candidates.add(f);
                }
            }
            List<Integer> kept = new ArrayList<>();
            for (int f : candidates) {
                if (!aliasing.aliased(f, kept)) {
                    kept.add(f);
                }
                if (aliasing.aliased(f, candidates)) {
                    reasons[f] = confounded(whole, f, candidates, aliasing);
                }
            }
            return new Identified(kept, List.of(reasons));
        }

        private static String confounded(Design whole, int factor, List<Integer> candidates, Aliasing aliasing) {
            for (int other : candidates) {
                if (other != factor && aliasing.aliased(factor, List.of(other))) {
                    return String.format(
                            Locale.ROOT,
                            "confounded with %s, they change together; measure one with the other held",
                            whole.factors().get(other).label());
                }
            }
            return "confounded with the other factors; measure it with the others held";
        }
    }
}
