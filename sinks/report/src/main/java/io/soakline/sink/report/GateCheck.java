package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One rule held against all runs; the figures are those of the run that decided.
 *
 * @param rule with its limit, as people read it
 * @param outcome {@code passed}, {@code failed} or {@code not judged}
 * @param counts whether the gate fails by it
 * @param engine of the deciding run; null when the rule is about all
 * @param detail the figures in words
 */
@JsonPropertyOrder({"rule", "outcome", "counts", "run", "engine", "measured", "low", "high", "limit", "n", "detail"})
public record GateCheck(
        String rule,
        Outcome outcome,
        boolean counts,
        @Nullable String run,
        @Nullable String engine,
        @Nullable Double measured,
        @Nullable Double low,
        @Nullable Double high,
        @Nullable Double limit,
        @Nullable Long n,
        String detail) {

    /** From good to bad. */
    public enum Outcome {
        PASSED("passed"),
        NOT_JUDGED("not judged"),
        FAILED("failed");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        @com.fasterxml.jackson.annotation.JsonValue
        public String text() {
            return text;
        }
    }

    static GateCheck ofAll(String rule, boolean good, String detail) {
        return ofAll(rule, good ? Outcome.PASSED : Outcome.FAILED, detail);
    }

    static GateCheck ofAll(String rule, Outcome outcome, String detail) {
        return new GateCheck(rule, outcome, true, null, null, null, null, null, null, null, detail);
    }

    GateCheck counting(boolean counted) {
        return new GateCheck(rule, outcome, counted, run, engine, measured, low, high, limit, n, detail);
    }

    /** Whether the gate fails by this. */
    @JsonIgnore
    boolean closesTheGate() {
        return counts && outcome != Outcome.PASSED;
    }

    /** {@code failed      p99 at most 2.00 ms: tvm 3.31 ms [3.30 ms, 3.32 ms], n 12,345}. */
    public String line() {
        return String.format("%-10s  %s: %s", outcome.text(), rule, detail)
                + (counts || outcome == Outcome.PASSED ? "" : " (not asked for)");
    }
}
