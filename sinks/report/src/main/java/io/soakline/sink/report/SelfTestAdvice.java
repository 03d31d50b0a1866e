package io.soakline.sink.report;

import java.util.List;

/** What a failed self-test asks of those who deploy the engine. */
final class SelfTestAdvice {

    private SelfTestAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        return facts.selfTests().stream()
                .filter(test -> test.outcome().equals(SelfTestSummary.FAILED))
                .map(test -> Recommendation.todo(
                        "self-tests", what(test, facts.names().tested(test)), evidence(test)))
                .toList();
    }

    private static String what(SelfTestSummary test, String engine) {
        return switch (test.kind()) {
            case "batch_position" ->
                "Give each request of " + engine + " the same row of its batch, or expect other outputs.";
            case "batch_size" -> "Keep the batch size of " + engine + " as it was audited.";
            case "thread_count" -> "Keep the thread count of " + engine + " as it was audited.";
            case "repeat_after_idle" -> "Do not trust the first outputs of " + engine + " after a pause.";
            case "concurrent_contexts" -> "Do not run contexts of " + engine + " side by side.";
            default -> "See why " + engine + " failed its test of " + test.words() + ".";
        };
    }

    private static String evidence(SelfTestSummary test) {
        return Figures.count(test.mismatches()) + " of " + Figures.counted(test.trials(), "comparison") + " differ on "
                + test.device() + (test.evidence().isEmpty() ? "." : ": " + test.evidence());
    }
}
