package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What to do, or what the data do not carry.
 *
 * @param topic {@code latency}, {@code rebuilds}, {@code labels} …
 * @param text one sentence: what to do; when refused, what cannot be said
 * @param evidence the figures it rests on; when refused, what is missing and how to get it
 */
@JsonPropertyOrder({"topic", "text", "evidence", "refused"})
public record Recommendation(String topic, String text, String evidence, boolean refused) {

    static Recommendation todo(String topic, String text, String evidence) {
        return new Recommendation(topic, text, evidence, false);
    }

    static Recommendation refused(String topic, String text, String evidence) {
        return new Recommendation(topic, text, evidence, true);
    }
}
