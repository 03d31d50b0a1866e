package io.soakline.agreement;

import io.soakline.statistics.OutputDigest;
import org.jspecify.annotations.Nullable;

/** What output digests stand for, as far as it is known by now. */
@FunctionalInterface
public interface OutputLookup {

    /** The output with this canonical digest that answers this input; null when not known (yet). */
    @Nullable
    KnownOutput output(int inputIndex, OutputDigest digest);
}
