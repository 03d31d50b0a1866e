package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;

/** What recommendations rest on. */
record AuditFacts(
        Names names,
        List<AgreementSummary> pairs,
        List<CompilerSpread> spreads,
        List<SelfTestSummary> selfTests,
        List<PlatformSummary> platforms) {

    AuditFacts {
        pairs = pairs.stream().filter(AgreementSummary::pair).toList();
    }

    /** Both of the compiler, one being a rebuild of the other. */
    List<AgreementSummary> rebuildsOf(String compiler) {
        List<String> runs = names.byCompiler().getOrDefault(compiler, List.of()).stream()
                .map(RunSummary::run)
                .toList();
        return pairs.stream()
                .filter(pair -> pair.level().equals(Level.L2.name()))
                .filter(pair -> runs.contains(pair.runA()) && runs.contains(pair.runB()))
                .toList();
    }
}
