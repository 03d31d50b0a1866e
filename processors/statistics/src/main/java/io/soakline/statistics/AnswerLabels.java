package io.soakline.statistics;

import org.jspecify.annotations.Nullable;

/** Which label an output stands for, as far as it is known. */
@FunctionalInterface
public interface AnswerLabels {

    /** The label; null when the output is not known or names none. */
    @Nullable
    Integer label(int inputIndex, OutputDigest digest);
}
