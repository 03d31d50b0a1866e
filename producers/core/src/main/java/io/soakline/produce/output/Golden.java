package io.soakline.produce.output;

import io.soakline.record.GoldenComparison;
import org.jspecify.annotations.Nullable;

/** Outputs to compare with exactly. */
public interface Golden {

    /** How far the outputs that {@code digest} saw last are from the golden ones; null when the input is no probe. */
    @Nullable
    GoldenComparison compare(int inputIndex, OutputDigest digest);
}
