package io.soakline.produce.soak;

import io.soakline.produce.output.DistinctOutputs;
import java.time.Duration;

/**
 * How a run is soaked, beside its load.
 *
 * @param warmUpInferences flagged at least, at the start of a run
 * @param warmUpTime flagged at least, at the start of a run, counted over turns
 * @param turnWarmUpInferences flagged at the start of each later turn: the first ones find the caches as another engine
 *     left them
 * @param flushAfter longest time that a finished inference waits for its batch to be handed over
 * @param sketchLimit distinct outputs of a run, by their canonical digest, that are described by a sketch; as many as there
 *     are inputs if these are more. Each is described in up to {@value DistinctOutputs#RAW_FORMS} raw forms
 */
public record SoakSettings(
        int warmUpInferences, Duration warmUpTime, int turnWarmUpInferences, Duration flushAfter, int sketchLimit) {

    public static final SoakSettings DEFAULT =
            new SoakSettings(50, Duration.ofMillis(500), 2, Duration.ofMillis(100), 1024);

    public SoakSettings {
        if (warmUpInferences < 0 || warmUpTime.isNegative() || turnWarmUpInferences < 0 || sketchLimit < 0) {
            throw new IllegalArgumentException("warm-up and sketch limit cannot be negative");
        }
    }

    /** For the run's environment. */
    public String warmUpText() {
        return "first " + warmUpInferences + " inferences and " + warmUpTime.toMillis() + " ms of the run, first "
                + turnWarmUpInferences + " of each later turn";
    }
}
