package io.soakline.sink.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** All that the figures recommend, what to do first and what cannot be said last; within each as the rules stand. */
final class Recommendations {

    private static final List<Function<AuditFacts, List<Recommendation>>> RULES = List.of(
            FailureAdvice::of,
            LabelAdvice::of,
            RepeatabilityAdvice::of,
            SelfTestAdvice::of,
            RebuildAdvice::of,
            LatencyAdvice::of,
            SpreadAdvice::of,
            OnTimeAdvice::of,
            EnergyAdvice::of,
            PlatformAdvice::of);

    private Recommendations() {}

    static List<Recommendation> of(AuditFacts facts) {
        return RULES.stream()
                .flatMap(rule -> rule.apply(facts).stream())
                .sorted(Comparator.comparing(Recommendation::refused))
                .toList();
    }
}
