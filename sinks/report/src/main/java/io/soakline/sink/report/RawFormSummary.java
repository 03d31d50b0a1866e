package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.RawForm;
import java.util.Locale;

/**
 * Whose outputs are written otherwise than others that mean the same.
 *
 * @param run its id
 * @param difference {@code negative_zero}: -0 where others give +0; {@code nan_payload}; {@code order} of detections
 * @param inputs on how many of those that differ in nothing else
 */
@JsonPropertyOrder({"run", "engine", "difference", "inputs"})
public record RawFormSummary(String run, String engine, String difference, int inputs) {

    static RawFormSummary of(RawForm form) {
        return new RawFormSummary(
                form.getRunId(),
                form.getEngine(),
                form.getDifference().name().toLowerCase(Locale.ROOT),
                form.getInputs());
    }

    /** Predicate of a sentence. */
    public String words() {
        return switch (difference) {
            case "negative_zero" -> "gives −0 where others give +0";
            case "nan_payload" -> "gives a NaN that carries other bits";
            case "order" -> "gives detections in another order";
            default -> difference.replace('_', ' ');
        };
    }
}
