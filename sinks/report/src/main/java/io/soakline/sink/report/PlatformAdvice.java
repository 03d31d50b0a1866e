package io.soakline.sink.report;

import java.util.List;

/** The nominally faster device that is the slower one. */
final class PlatformAdvice {

    private PlatformAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        return facts.platforms().stream()
                .filter(platform -> platform.verdict().equals("inverted"))
                .map(platform -> Recommendation.todo(
                        "devices",
                        "Do not count on " + platform.faster() + " being faster than " + platform.slower() + " under "
                                + platform.compiler() + ".",
                        platform.reason()))
                .toList();
    }
}
