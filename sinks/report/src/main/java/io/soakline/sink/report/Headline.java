package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One of the three questions with its answer.
 *
 * @param question {@code predictable}, {@code reproducible} or {@code correctOnTime}
 * @param answer {@code yes}, {@code no}, {@code unsure}; {@code figure} where there is no limit to hold the figure against
 * @param figure what to read first, a few characters
 * @param text one or two sentences
 * @param n what stands behind it: inferences, or inputs compared for reproducibility; null when nothing does
 * @param bound with 95 % confidence; null when there is none
 */
@JsonPropertyOrder({"question", "answer", "figure", "text", "n", "bound"})
public record Headline(
        String question,
        String answer,
        String figure,
        String text,
        @Nullable Long n,
        @Nullable Double bound) {

    public static final String YES = "yes";
    public static final String NO = "no";
    public static final String UNSURE = "unsure";
    public static final String FIGURE = "figure";
}
