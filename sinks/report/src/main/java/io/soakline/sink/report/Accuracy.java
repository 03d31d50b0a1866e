package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.agreement.BlakerLimits;

/**
 * Inputs whose usual output has the expected label.
 *
 * @param low95 lower end of the two-sided 95 % interval (Blaker's), as if the inputs were drawn from those to come
 * @param high95 upper end
 */
@JsonPropertyOrder({"correct", "inputs", "rate", "low95", "high95"})
public record Accuracy(int correct, int inputs, double rate, double low95, double high95) {

    /** @param inputs at least 1 */
    static Accuracy of(double rate, int inputs) {
        int correct = (int) Math.round(rate * inputs);
        return new Accuracy(
                correct, inputs, rate, BlakerLimits.lower95(correct, inputs), BlakerLimits.upper95(correct, inputs));
    }
}
