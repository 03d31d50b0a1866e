package io.soakline.launch.audit;

import io.soakline.launch.EngineBuild;
import io.soakline.launch.HumanDuration;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long an audit still takes. Builds are as long as the longest of their compiler so far, rounds as long as the mean of
 * those that are over, or as the soak itself and a start while there is none.
 *
 * @param left by what is known
 * @param atLeast whether there are builds of which nothing is known yet
 */
record AuditEstimate(Duration left, boolean atLeast) {

    /** Starting producers, loading engines, ending runs. */
    static final Duration ROUND_OVERHEAD = Duration.ofSeconds(10);
    /** For each engine, until one was tested. */
    static final Duration SELF_TEST = Duration.ofSeconds(10);

    /**
     * What is going on.
     *
     * @param engines that are being built
     * @param buildsLeft how long the slowest of them still takes, or null when that cannot be told
     * @param inRound how long the present round has taken; zero outside of one
     */
    record Now(Set<String> engines, @Nullable Duration buildsLeft, Duration inRound) {

        static final Now BETWEEN = new Now(Set.of(), null, Duration.ZERO);
    }

    /** @param buildsAtATime of compilers that do not measure */
    static AuditEstimate of(AuditPlan plan, AuditState state, Now now, int buildsAtATime) {
        Map<String, Double> seconds = new HashMap<>();
        state.builds().forEach(build -> seconds.merge(build.compiler(), build.seconds(), Math::max));
        double left = 0;
        boolean atLeast = false;
        List<EngineBuild.Order> missing = state.missing(plan.orders());
        for (EngineBuild.Order order : missing) {
            if (now.engines().contains(order.engine())) {
                continue;
            }
            Double one = seconds.get(order.compiler());
            atLeast |= one == null;
            left += one == null ? 0 : order.measures() ? one : one / buildsAtATime;
        }
        if (now.buildsLeft() != null) {
            left += seconds(now.buildsLeft());
        } else {
            atLeast |= !now.engines().isEmpty();
        }
        int engines = state.builds().size() + missing.size();
        double rounds = (plan.rounds() - state.rounds().size()) * roundSeconds(plan, state, engines);
        left += Math.max(0, rounds - seconds(now.inRound()));
        left += (engines - state.selfTested().size()) * seconds(SELF_TEST);
        return new AuditEstimate(Duration.ofMillis(Math.round(left * 1000)), atLeast);
    }

    private static double roundSeconds(AuditPlan plan, AuditState state, int engines) {
        return state.rounds().stream()
                .mapToDouble(AuditState.Round::seconds)
                .average()
                .orElse(engines * seconds(plan.length()) + seconds(ROUND_OVERHEAD));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** {@code about 3 min 20 s left}. */
    String text() {
        return (atLeast ? "more than " : "about ") + HumanDuration.format(left) + " left";
    }
}
