package io.soakline.benchmark;

import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Latencies as an engine gives them: lognormal about 2 ms, one in a hundred much slower; from a fixed seed. */
public final class Inferences {

    static final int PER_PANE = 10_000;
    static final int INPUTS = 64;
    public static final long PANE_NANOS = 10_000_000_000L;

    private Inferences() {}

    public static long[] latencyNanos(int count, long seed) {
        Random random = new Random(seed);
        long[] latency = new long[count];
        for (int i = 0; i < count; i++) {
            double value = 0.08 * random.nextGaussian();
            if (random.nextDouble() < 0.01) {
                value += 0.4 - 0.3 * Math.log(1 - random.nextDouble());
            }
            latency[i] = (long) (2e6 * Math.exp(value));
        }
        return latency;
    }

    static Pane fill(Pane pane, long firstSequence, long[] latencyNanos) {
        long start = pane.startNanos();
        for (int i = 0; i < latencyNanos.length; i++) {
            pane.accept(firstSequence + i, start + i * 1_000L, 0, latencyNanos[i], i % INPUTS, i % INPUTS, 1, 0);
        }
        return pane;
    }

    static List<PaneSummary> panes(int count) {
        List<PaneSummary> panes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long start = i * PANE_NANOS;
            Pane pane = Pane.empty(start, start + PANE_NANOS, 5_000_000L);
            panes.add(fill(pane, (long) i * PER_PANE, latencyNanos(PER_PANE, i)).summary());
        }
        return panes;
    }
}
