package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.SelfTest;
import java.util.Locale;

/**
 * A test of an engine that needs no reference.
 *
 * @param kind {@code batch_position}, {@code batch_size}, {@code thread_count}, {@code repeat_after_idle} or
 *     {@code concurrent_contexts}
 * @param outcome {@code passed}, {@code failed} or {@code not_offered}
 * @param trials comparisons made
 * @param mismatches comparisons with unequal outputs
 * @param evidence one sentence
 * @param at RFC 3339, UTC
 */
@JsonPropertyOrder({
    "engine",
    "compiler",
    "artefactDigest",
    "device",
    "kind",
    "outcome",
    "trials",
    "mismatches",
    "evidence",
    "at"
})
public record SelfTestSummary(
        String engine,
        String compiler,
        String artefactDigest,
        String device,
        String kind,
        String outcome,
        long trials,
        long mismatches,
        String evidence,
        String at) {

    public static final String PASSED = "passed";
    public static final String FAILED = "failed";

    static SelfTestSummary of(SelfTest test) {
        return new SelfTestSummary(
                test.getEngineName(),
                test.getCompiler(),
                test.getArtefactDigest(),
                test.getDeviceId(),
                test.getKind().name().toLowerCase(Locale.ROOT),
                test.getOutcome().name().toLowerCase(Locale.ROOT),
                test.getTrials(),
                test.getMismatches(),
                test.getEvidence(),
                Moments.rfc3339(test.getAtNanos()));
    }

    /** {@code batch position} … */
    public String words() {
        return kind.replace('_', ' ');
    }
}
