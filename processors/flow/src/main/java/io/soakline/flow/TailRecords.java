package io.soakline.flow;

import io.soakline.log.InferenceFlag;
import io.soakline.record.PwcetCheck;
import io.soakline.record.PwcetLevel;
import io.soakline.record.PwcetRecord;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.SlowestList;
import io.soakline.tail.Check;
import io.soakline.tail.Pwcet;
import io.soakline.tail.PwcetResult;
import io.soakline.tail.PwcetSettings;
import io.soakline.tail.TailSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The pWCET estimate of panes, or its refusal, as a record. Inferences that a pause of the harness touched stay out. */
final class TailRecords {

    private TailRecords() {}

    /** @param panes of one run, in any order */
    static PwcetRecord estimate(List<PaneSummary> panes) {
        return toRecord(Pwcet.estimate(sample(panes), PwcetSettings.DEFAULT));
    }

    private static TailSample sample(List<PaneSummary> panes) {
        List<PaneSummary> measured = new ArrayList<>();
        List<List<SlowestList.Entry>> slowest = new ArrayList<>();
        panes.stream()
                .filter(pane -> pane.measured() > pane.harnessPaused())
                .sorted(Comparator.comparingLong(PaneSummary::firstSequence))
                .forEach(pane -> {
                    List<SlowestList.Entry> undisturbed = pane.slowest().stream()
                            .filter(slow -> !InferenceFlag.has(slow.flags(), InferenceFlag.HARNESS_PAUSE))
                            .toList();
                    if (!undisturbed.isEmpty()) {
                        measured.add(pane);
                        slowest.add(undisturbed);
                    }
                });
        int blocks = measured.size();
        double[] maxima = new double[blocks];
        long[] sizes = new long[blocks];
        double[][] values = new double[blocks][];
        long[][] positions = new long[blocks][];
        long inferences = 0;
        for (int block = 0; block < blocks; block++) {
            PaneSummary pane = measured.get(block);
            values[block] = slowest.get(block).stream()
                    .mapToDouble(slow -> (double) slow.latencyNanos())
                    .toArray();
            positions[block] = slowest.get(block).stream()
                    .mapToLong(SlowestList.Entry::sequence)
                    .toArray();
            maxima[block] = values[block][0];
            sizes[block] = Math.max(values[block].length, pane.measured() - pane.harnessPaused());
            inferences += sizes[block];
        }
        return new TailSample(maxima, sizes, values, positions, inferences);
    }

    private static PwcetRecord toRecord(PwcetResult result) {
        PwcetRecord.Builder record = PwcetRecord.newBuilder()
                .setMethod(result.method())
                .setSample(result.sampleSize())
                .setChecks(result.checks().stream().map(TailRecords::check).toList());
        if (result instanceof PwcetResult.Estimated estimated) {
            return record.setRefusedBy(null)
                    .setShape(estimated.shape())
                    .setShapeLow(estimated.shapeLow())
                    .setShapeHigh(estimated.shapeHigh())
                    .setLevels(estimated.levels().stream()
                            .map(level -> new PwcetLevel(
                                    level.exceedanceProbability(), level.nanos(), level.low(), level.high()))
                            .toList())
                    .setWithheld(estimated.withheld().stream()
                            .map(level -> String.format(
                                    Locale.ROOT, "%.0e: %s", level.exceedanceProbability(), level.reason()))
                            .toList())
                    .build();
        }
        String refusedBy = result instanceof PwcetResult.Refused refused ? refused.byTest() : "";
        return record.setRefusedBy(refusedBy)
                .setShape(null)
                .setShapeLow(null)
                .setShapeHigh(null)
                .setLevels(List.of())
                .build();
    }

    private static PwcetCheck check(Check check) {
        return new PwcetCheck(check.name(), check.passed(), check.statistic(), check.limit());
    }
}
