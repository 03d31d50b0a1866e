package io.soakline.produce.soak;

import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.output.Golden;
import io.soakline.produce.output.golden.GoldenKeeper;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the outputs of a run beside digesting them.
 *
 * @param rule what they mean; null when it is not declared
 * @param golden outputs to compare with; null for none
 * @param keeper keeps the first outputs of probes; null when none are kept
 */
public record SoakOutputs(
        @Nullable OutputRule rule,
        @Nullable Golden golden,
        @Nullable GoldenKeeper keeper) {

    /** Outputs are taken as they are. */
    public static final SoakOutputs PLAIN = new SoakOutputs(null, null, null);
}
