package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.statistics.ClopperPearson;

/**
 * Inputs whose usual output has the expected label.
 *
 * @param low95 lower end of the two-sided 95 % Clopper-Pearson interval, as if the inputs were drawn from those to come
 */
@JsonPropertyOrder({"correct", "inputs", "rate", "low95", "high95"})
public record Accuracy(int correct, int inputs, double rate, double low95, double high95) {

    private static final double EACH_SIDE = 0.975;

    /** @param inputs at least 1 */
    static Accuracy of(double rate, int inputs) {
        int correct = (int) Math.round(rate * inputs);
        return new Accuracy(
                correct,
                inputs,
                rate,
                ClopperPearson.lower(correct, inputs, EACH_SIDE),
                ClopperPearson.upper(correct, inputs, EACH_SIDE));
    }
}
