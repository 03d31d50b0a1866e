package io.soakline.agreement;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often an input's most frequent output comes, mean over inputs, with limits for the chance that one further output is
 * its input's likeliest.
 *
 * <p>The outputs of one input (of its runs, or its calls) must be independent of each other. Those of different inputs need
 * not be: a rebuild usually changes all of them at once. So the limits are those of single inputs, averaged over the
 * inputs, and hold at least as often as stated whatever the dependence; they speak of these inputs. How much more often is
 * measured in RATIONALE.md.
 *
 * @param mean of (outputs equal to the most frequent) / (outputs), over the inputs
 * @param low95 lower end of the two-sided 95 % interval, see {@link ModalLimits}
 * @param high95 upper end
 */
public record ModalShare(double mean, double low95, double high95) {

    /** An input's outputs: how many are its most frequent one, out of how many. At least one of at least one. */
    public record Share(long modal, long outputs) {

        public Share {
            if (modal < 1 || outputs < modal) {
                throw new IllegalArgumentException(
                        modal + " out of " + outputs + " outputs cannot be the most frequent");
            }
        }
    }

    /** @return null without inputs */
    public static @Nullable ModalShare of(Collection<Share> inputs) {
        if (inputs.isEmpty()) {
            return null;
        }
        Map<Share, Integer> times = new HashMap<>();
        inputs.forEach(share -> times.merge(share, 1, Integer::sum));
        double mean = 0;
        double low = 0;
        double high = 0;
        for (Share share : times.keySet().stream().sorted(ModalShare::compare).toList()) {
            double weight = (double) times.getOrDefault(share, 0) / inputs.size();
            mean += weight * share.modal() / share.outputs();
            low += weight * ModalLimits.lower(share.modal(), share.outputs());
            high += weight * ModalLimits.upper(share.modal(), share.outputs());
        }
        return new ModalShare(Math.min(mean, 1), Math.min(low, 1), Math.min(high, 1));
    }

    private static int compare(Share a, Share b) {
        int byOutputs = Long.compare(a.outputs(), b.outputs());
        return byOutputs != 0 ? byOutputs : Long.compare(a.modal(), b.modal());
    }
}
