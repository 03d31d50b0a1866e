package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;

/**
 * What the figures say of builds and compilers.
 *
 * @param headlines predictable, reproducible, correct and on time
 * @param levels L0 to L5, each by its worst comparison
 * @param builds by model, compiler and number
 * @param spreads of latency, for each model and compiler
 * @param matrices builds against builds, for each model
 * @param recommendations what to do first, what cannot be said last
 */
@JsonPropertyOrder({"headlines", "levels", "builds", "spreads", "matrices", "recommendations"})
public record AuditSummary(
        List<Headline> headlines,
        List<LevelSummary> levels,
        List<BuildSummary> builds,
        List<CompilerSpread> spreads,
        List<BuildMatrix> matrices,
        List<Recommendation> recommendations) {

    public AuditSummary {
        headlines = List.copyOf(headlines);
        levels = List.copyOf(levels);
        builds = List.copyOf(builds);
        spreads = List.copyOf(spreads);
        matrices = List.copyOf(matrices);
        recommendations = List.copyOf(recommendations);
    }

    static AuditSummary of(
            List<RunSummary> runs,
            List<AgreementSummary> agreements,
            List<VarianceSummary> variance,
            List<PlatformSummary> platforms,
            List<SelfTestSummary> selfTests) {
        Names names = new Names(runs);
        List<LevelSummary> levels = LevelSummary.of(names, agreements);
        List<CompilerSpread> spreads = CompilerSpread.of(variance);
        return new AuditSummary(
                new Headlines(names, levels).all(),
                levels,
                BuildSummary.of(names),
                spreads,
                BuildMatrix.of(names, agreements),
                Recommendations.of(new AuditFacts(names, agreements, spreads, selfTests, platforms)));
    }
}
