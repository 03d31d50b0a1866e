package io.soakline.tail;

import java.util.Arrays;

/** Signs that a sample mixes two machines: two clock states between panes, or a rare second tail. */
final class Mixture {
    private Mixture() {}

    /**
     * Two normal distributions of one width against one.
     *
     * @param gain twice the log-likelihood gained by the second
     * @param separation distance of the two means in widths; below 2 their sum has one peak
     * @param changes how often the values, in time order, change sides of the middle between the two means
     */
    record States(double gain, double separation, int changes) {}

    /** Starts at the cut that splits the values best, then expectation-maximisation. Equal values give no gain. */
    static States states(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double mean = Arrays.stream(sorted).average().orElse(0);
        double variance = 0;
        for (double value : sorted) {
            variance += (value - mean) * (value - mean) / n;
        }
        if (!(variance > 1e-20)) {
            return new States(0, 0, 0);
        }
        int cut = bestCut(sorted);
        double share = (double) cut / n;
        double low = Arrays.stream(sorted, 0, cut).average().orElse(mean);
        double high = Arrays.stream(sorted, cut, n).average().orElse(mean);
        double width = variance - share * (1 - share) * (high - low) * (high - low);
        double narrowest = 1e-4 * variance;
        width = Math.max(width, narrowest);
        double logLikelihood = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < 200; step++) {
            double before = logLikelihood;
            logLikelihood = 0;
            double weight = 0;
            double sumLow = 0;
            double sumHigh = 0;
            double squares = 0;
            for (double x : sorted) {
                double one = share * Math.exp(-0.5 * (x - low) * (x - low) / width);
                double other = (1 - share) * Math.exp(-0.5 * (x - high) * (x - high) / width);
                double both = Math.max(one + other, 1e-300);
                double belongs = one / both;
                logLikelihood += Math.log(both);
                weight += belongs;
                sumLow += belongs * x;
                sumHigh += (1 - belongs) * x;
                squares += belongs * (x - low) * (x - low) + (1 - belongs) * (x - high) * (x - high);
            }
            logLikelihood -= 0.5 * n * Math.log(width);
            if (weight < 1 || weight > n - 1 || logLikelihood - before < 1e-3) {
                break;
            }
            share = weight / n;
            low = sumLow / weight;
            high = sumHigh / (n - weight);
            width = Math.max(squares / n, narrowest);
        }
        double single = -0.5 * n * Math.log(variance) - 0.5 * n;
        return new States(
                Math.max(0, 2 * (logLikelihood - single)),
                (high - low) / Math.sqrt(width),
                changes(values, 0.5 * (low + high)));
    }

    private static int changes(double[] values, double middle) {
        int changes = 0;
        for (int i = 1; i < values.length; i++) {
            changes += values[i] > middle != values[i - 1] > middle ? 1 : 0;
        }
        return changes;
    }

    private static int bestCut(double[] sorted) {
        double total = Arrays.stream(sorted).sum();
        double left = 0;
        double best = Double.NEGATIVE_INFINITY;
        int at = 1;
        for (int cut = 1; cut < sorted.length; cut++) {
            left += sorted[cut - 1];
            double right = total - left;
            double between = left * left / cut + right * right / (sorted.length - cut);
            if (between > best) {
                best = between;
                at = cut;
            }
        }
        return at;
    }

    /**
     * The widest gap among the largest excesses, against the heaviest tail that the others allow at 95 % (Renyi: the i-th
     * gap of exponential order statistics, times i, is again standard exponential). A rare second machine, too rare to
     * bend the whole fit, shows as a gap: TailID (ECRTS 2025) gives the reason to look.
     *
     * @param descending excesses, largest first
     * @param top how many of the largest are looked at
     */
    static double widestGap(double[] descending, int top) {
        ParetoTail.Curve body = ParetoTail.fitWithoutLargest(descending, top).heaviest(LogLikelihoods.drop(0.95));
        double most = 0;
        double above = capped(body.cumulativeHazard(descending[0]));
        for (int i = 1; i <= top; i++) {
            double below = capped(body.cumulativeHazard(descending[i]));
            most = Math.max(most, i * (above - below));
            above = below;
        }
        return most;
    }

    private static double capped(double hazard) {
        return Math.min(hazard, 1_000);
    }
}
