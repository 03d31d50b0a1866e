package io.soakline.agreement;

import io.soakline.statistics.ClopperPearson;
import org.jspecify.annotations.Nullable;

/**
 * What is excluded of the share of inputs with unequal outputs, and how many more would exclude ten times as much. A claim on
 * which others build: it holds in at least 95 % of all cases, and where counts are small in more.
 */
final class MismatchBound {

    private static final double CONFIDENCE = 0.95;

    private MismatchBound() {}

    /** One-sided Clopper-Pearson bound; null without inputs. About 3/n when none differs. */
    static @Nullable Double upper95(long differing, long inputs) {
        return inputs == 0 ? null : Double.valueOf(ClopperPearson.upper(differing, inputs, CONFIDENCE));
    }

    /** Fewest further inputs, all equal, with which the bound is at most a tenth of what it is; null without inputs. */
    static @Nullable Long moreForTenth(long differing, long inputs) {
        if (inputs == 0) {
            return null;
        }
        double wanted = ClopperPearson.upper(differing, inputs, CONFIDENCE) / 10;
        long tooFew = inputs;
        long enough = enough(differing, inputs, wanted);
        while (enough - tooFew > 1) {
            long middle = tooFew + (enough - tooFew) / 2;
            if (ClopperPearson.upper(differing, middle, CONFIDENCE) <= wanted) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return enough - inputs;
    }

    private static long enough(long differing, long inputs, double wanted) {
        long enough = 16 * inputs;
        while (ClopperPearson.upper(differing, enough, CONFIDENCE) > wanted) {
            enough *= 2;
        }
        return enough;
    }
}
