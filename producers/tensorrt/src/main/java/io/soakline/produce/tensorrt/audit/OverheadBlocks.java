package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What telemetry costs: blocks of one second with it and without it in turn, the order swapped from pair to pair, so that a
 * drift of the device hits both alike. Each pair gives a ratio of p50 and of p99.
 *
 * @param medians ratios of p50, with telemetry to without, ascending
 * @param tails ratios of p99 likewise
 */
record OverheadBlocks(List<Double> medians, List<Double> tails) {

    private static final long BLOCK_NANOS = 1_000_000_000L;

    OverheadBlocks {
        medians = medians.stream().sorted().toList();
        tails = tails.stream().sorted().toList();
    }

    /** A way to execute an engine for a while; gives the latencies of what it did. */
    @FunctionalInterface
    interface Block {

        LatencyList execute(long nanos) throws EngineException;
    }

    /** A pair one of whose blocks had no inference says nothing, and is left out. */
    static OverheadBlocks measure(int pairs, Block with, Block without) throws EngineException {
        List<Double> medians = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            LatencyList on;
            LatencyList off;
            if (pair % 2 == 0) {
                on = with.execute(BLOCK_NANOS);
                off = without.execute(BLOCK_NANOS);
            } else {
                off = without.execute(BLOCK_NANOS);
                on = with.execute(BLOCK_NANOS);
            }
            if (on.size() > 0 && off.size() > 0) {
                medians.add(on.quantile(0.5) / off.quantile(0.5));
                tails.add(on.quantile(0.99) / off.quantile(0.99));
            }
        }
        return new OverheadBlocks(medians, tails);
    }

    List<String> lines() {
        return List.of(line("p50", medians), line("p99", tails));
    }

    private static String line(String what, List<Double> ratios) {
        int n = ratios.size();
        if (n == 0) {
            return "telemetry on/off, " + what + ": no pair of blocks with inferences in both";
        }
        return String.format(
                Locale.ROOT,
                "telemetry on/off, %s, %d pairs of 1 s: median ratio %.4f, second smallest %.4f, second largest %.4f",
                what,
                n,
                median(ratios),
                ratios.get(Math.min(1, n - 1)),
                ratios.get(Math.max(0, n - 2)));
    }

    /** Of ascending values; the mean of the middle two of an even number. */
    static double median(List<Double> ascending) {
        int n = ascending.size();
        return (ascending.get((n - 1) / 2) + ascending.get(n / 2)) / 2;
    }
}
