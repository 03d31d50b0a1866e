package io.soakline.flow;

import io.soakline.cause.Cause;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.statistics.Loss;
import io.soakline.statistics.Pane;
import java.util.SplittableRandom;

/** Makes the panes of one run, one after the other: log-normal latency around 1 ms, and whatever is wrong with it. */
final class PaneSource {

    static final long PANE = 10_000_000_000L;
    static final int INFERENCES = 200;

    final Run run;
    private final SplittableRandom random;
    private long sequence;
    long nextStartNanos;

    double level = 1;
    double misses;
    double throttled;
    int nonFinite;
    boolean differing;
    int lost;
    double milliwatts = Double.NaN;
    double cpuPressure = 1;
    double waitPercent = Double.NaN;
    String cause = "";

    PaneSource(Run run, long startNanos, long seed) {
        this.run = run;
        nextStartNanos = startNanos;
        random = new SplittableRandom(seed);
    }

    PaneRecord next() {
        return next(PaneClose.NEXT_PANE);
    }

    PaneRecord next(PaneClose closedBy) {
        long start = nextStartNanos;
        nextStartNanos += PANE;
        Pane pane = Pane.empty(start, start + PANE, run.getLoad().getDeadlineNanos());
        for (int i = 0; i < INFERENCES; i++) {
            accept(pane, start + i * (PANE / INFERENCES));
        }
        for (int second = 0; second < 10; second++) {
            long at = start + second * (PANE / 10);
            pane.acceptDevice("cpuPressurePercent", "cpu", false, at, cpuPressure * (0.9 + 0.2 * random.nextDouble()));
            pane.acceptDevice("runQueueWaitPercent", "engine", false, at, waitPercent);
            if (!Double.isNaN(milliwatts)) {
                pane.acceptDevice("powerMilliwatts", "board", false, at, milliwatts);
            }
        }
        pane.acceptLoss(new Loss(INFERENCES, 0, 0, lost));
        sequence += lost;
        lost = 0;
        PaneRecord record = PaneRecords.toRecord(RunIdentity.of(run), pane.summary(), closedBy);
        if (!cause.isEmpty()) {
            record.getSlowest().forEach(slow -> {
                slow.setCause(Cause.valueOf(cause).name());
                slow.setEvidence("seen");
            });
        }
        return record;
    }

    private void accept(Pane pane, long start) {
        long latency = Math.round(1e6 * level * Math.exp(0.05 * gaussian()));
        boolean missed = random.nextDouble() < misses;
        int input = (int) (sequence % TestRecords.INPUTS);
        long digest = differing && random.nextInt(20) == 0 ? 99 : 1;
        pane.accept(sequence++, start, missed ? 10_000_000 : 0, latency, input, digest, input, 0);
        pane.mark(false, random.nextDouble() < throttled, nonFinite-- > 0);
    }

    private double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
