package io.soakline.flow;

import io.soakline.record.PhaseRecord;
import io.soakline.record.PhaseStats;
import io.soakline.statistics.ExactSum;
import io.soakline.statistics.LatencySketch;
import io.soakline.statistics.LatencyTotals;
import io.soakline.statistics.Phase;
import io.soakline.statistics.PhaseFigures;
import io.soakline.statistics.PhaseTotals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Times by the device's clock to the records of panes and back, and to those of windows. */
final class PhaseRecords {

    private PhaseRecords() {}

    static List<PhaseRecord> toRecords(Map<Phase, PhaseTotals> phases) {
        List<PhaseRecord> records = new ArrayList<>(phases.size());
        phases.forEach((phase, totals) -> records.add(toRecord(phase, totals)));
        return records;
    }

    private static PhaseRecord toRecord(Phase phase, PhaseTotals totals) {
        LatencyTotals times = totals.times();
        return PhaseRecord.newBuilder()
                .setPhase(io.soakline.record.Phase.valueOf(phase.name()))
                .setInferences(times.count())
                .setMinNanos(times.min())
                .setMaxNanos(times.max())
                .setSumNanos(times.sum())
                .setSquareSumHigh(times.squares().high())
                .setSquareSumLow(times.squares().low())
                .setLatencySumNanos(totals.latencySumNanos())
                .setLatencySquareSumHigh(totals.latencySquares().high())
                .setLatencySquareSumLow(totals.latencySquares().low())
                .setProductSumHigh(totals.products().high())
                .setProductSumLow(totals.products().low())
                .setSketch(ByteBuffer.wrap(times.sketch().encode()))
                .build();
    }

    /** @throws IllegalArgumentException when a sketch is of an unknown format or damaged */
    static Map<Phase, PhaseTotals> toTotals(String sketchFormat, List<PhaseRecord> records) {
        if (records.isEmpty()) {
            return Map.of();
        }
        EnumMap<Phase, PhaseTotals> phases = new EnumMap<>(Phase.class);
        for (PhaseRecord record : records) {
            phases.put(Phase.valueOf(record.getPhase().name()), toTotals(sketchFormat, record));
        }
        return Collections.unmodifiableMap(phases);
    }

    private static PhaseTotals toTotals(String sketchFormat, PhaseRecord record) {
        byte[] sketch = new byte[record.getSketch().remaining()];
        record.getSketch().duplicate().get(sketch);
        LatencyTotals times = LatencyTotals.of(
                record.getInferences(),
                record.getMinNanos(),
                record.getMaxNanos(),
                record.getSumNanos(),
                ExactSum.of(record.getSquareSumHigh(), record.getSquareSumLow()),
                LatencySketch.decode(sketchFormat, sketch));
        return PhaseTotals.of(
                times,
                record.getLatencySumNanos(),
                ExactSum.of(record.getLatencySquareSumHigh(), record.getLatencySquareSumLow()),
                ExactSum.of(record.getProductSumHigh(), record.getProductSumLow()));
    }

    static List<PhaseStats> toStats(List<PhaseFigures> phases) {
        return phases.stream()
                .map(phase -> new PhaseStats(
                        io.soakline.record.Phase.valueOf(phase.phase().name()),
                        phase.inferences(),
                        phase.meanNanos(),
                        phase.p50Nanos(),
                        phase.p99Nanos(),
                        phase.maxNanos(),
                        phase.varianceShare()))
                .toList();
    }
}
