package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;
import java.util.List;

/**
 * A verdict in words.
 *
 * @param state {@code STEADY}, {@code DRIFTED}, {@code BROKEN} or {@code INSUFFICIENT}
 * @param reason one sentence
 */
@JsonPropertyOrder({"state", "reason"})
public record Verdict(String state, String reason) {

    public static final String STEADY = "STEADY";
    public static final String INSUFFICIENT = "INSUFFICIENT";
    public static final String DRIFTED = "DRIFTED";
    public static final String BROKEN = "BROKEN";

    private static final List<String> FROM_BEST_TO_WORST = List.of(STEADY, INSUFFICIENT, DRIFTED, BROKEN);

    /** BROKEN before DRIFTED before INSUFFICIENT before STEADY; INSUFFICIENT when there is none to judge by. */
    static String worst(Collection<String> states) {
        return states.stream()
                .max((a, b) -> Integer.compare(badness(a), badness(b)))
                .orElse(INSUFFICIENT);
    }

    static boolean isKnown(String state) {
        return FROM_BEST_TO_WORST.contains(state);
    }

    /** A state that this version does not know is taken for the worst. */
    private static int badness(String state) {
        int known = FROM_BEST_TO_WORST.indexOf(state);
        return known < 0 ? FROM_BEST_TO_WORST.size() : known;
    }
}
