package io.soakline.agreement;

import org.jspecify.annotations.Nullable;

/**
 * What the model's declaration says of when outputs count as the same.
 *
 * @param tolerance null where none is declared: then there is no tolerance rate
 * @param answerThreshold from which score on two answers are the same; null for the default of their kind
 */
public record Criteria(
        @Nullable Tolerance tolerance, @Nullable Double answerThreshold) {

    /** Nothing declared. */
    public static final Criteria NONE = new Criteria(null, null);

    double threshold(Answer.Kind kind) {
        return answerThreshold == null ? kind.defaultThreshold() : answerThreshold;
    }
}
