package io.soakline.sink.report;

import io.soakline.sink.report.CompilerSpread.Part;
import java.util.List;
import java.util.Locale;

/** Whether one build of a compiler speaks for the others in latency. */
final class SpreadAdvice {

    private static final String TOPIC = "builds";

    /** A wider interval of the share says neither that the build matters nor that it does not. */
    private static final double WIDEST = 0.5;

    private static final double HALF = 0.5;

    private SpreadAdvice() {}

    static List<Recommendation> of(AuditFacts facts) {
        return facts.spreads().stream().map(SpreadAdvice::of).toList();
    }

    private static Recommendation of(CompilerSpread spread) {
        Part build = spread.build();
        Double low = build.iccLow();
        Double high = build.iccHigh();
        if (build.icc() == null || low == null || high == null) {
            return Recommendation.refused(
                    TOPIC,
                    "How much the build matters to the latency of " + spread.compiler() + " cannot be said.",
                    build.refused() == null ? "There is no interval." : sentence(build.refused()));
        }
        if (low > HALF) {
            return Recommendation.todo(
                    TOPIC,
                    "Judge the latency of " + spread.compiler()
                            + " by several builds: most of its variance is between them.",
                    evidence(build));
        }
        if (high - low > WIDEST) {
            return Recommendation.refused(
                    TOPIC,
                    "Too few builds of " + spread.compiler() + " to say how much the build matters to its latency.",
                    evidence(build));
        }
        return high < HALF
                ? Recommendation.todo(
                        TOPIC,
                        "One build of " + spread.compiler()
                                + " can stand for the others in latency: less of its variance is between builds than"
                                + " within them.",
                        evidence(build))
                : Recommendation.refused(
                        TOPIC,
                        "Whether the build matters more to the latency of " + spread.compiler()
                                + " than run and moment is on the edge.",
                        evidence(build));
    }

    private static String evidence(Part build) {
        Double percent = build.percent();
        Double low = build.percentLow();
        Double high = build.percentHigh();
        String deviation = percent == null
                ? ""
                : " Between builds " + Part.text(percent) + " % of the latency as standard deviation, from "
                        + (low == null ? "0" : Part.text(low)) + " % to "
                        + (high == null ? "open" : Part.text(high) + " %")
                        + ".";
        return String.format(
                        Locale.ROOT,
                        "%s give an ICC of %.2f, 95 %% interval [%.2f, %.2f].",
                        Figures.counted(build.levels(), "build"),
                        build.icc(),
                        build.iccLow(),
                        build.iccHigh())
                + deviation;
    }

    private static String sentence(String reason) {
        return reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1) + ".";
    }
}
