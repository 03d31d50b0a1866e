package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Latency by the state of the device: what looks like one unsteady engine is often a steady one in two states.
 *
 * <p>Throttled or not is known of each inference; both states are given when there was any throttled one. The clock is known
 * of each pane, as the mean over its samples and sensors of {@value #FREQUENCY}: panes are put into bands of 100 MHz. Panes
 * without such samples are in no band.
 */
public final class StateSplit {

    static final String FREQUENCY = "frequencyMegahertz";

    private static final long BAND_MEGAHERTZ = 100;

    /**
     * One state.
     *
     * @param state {@code throttled}, {@code not throttled}, {@code clock 1700-1800 MHz}
     * @param p50Nanos null below 2 inferences
     * @param p99Nanos null below 100 inferences
     */
    public record State(
            String state,
            long inferences,
            @Nullable Double p50Nanos,
            @Nullable Double p99Nanos) {}

    private StateSplit() {}

    static List<State> of(PaneSummary window, List<PaneSummary> panes) {
        List<State> states = new ArrayList<>();
        LatencySketch throttled = window.throttledLatency();
        if (throttled != null && throttled.count() > 0) {
            states.add(state("not throttled", window.latency().sketch().without(throttled)));
            states.add(state("throttled", throttled));
        }
        clockBands(panes)
                .forEach((band, latency) -> states.add(
                        state("clock " + band * BAND_MEGAHERTZ + "-" + (band + 1) * BAND_MEGAHERTZ + " MHz", latency)));
        return List.copyOf(states);
    }

    private static Map<Long, LatencySketch> clockBands(List<PaneSummary> panes) {
        Map<Long, LatencySketch> bands = new TreeMap<>();
        for (PaneSummary pane : panes) {
            double megahertz = meanFrequency(pane.device());
            if (pane.measured() > 0 && Double.isFinite(megahertz)) {
                bands.computeIfAbsent((long) Math.floor(megahertz / BAND_MEGAHERTZ), band -> LatencySketch.empty())
                        .combine(pane.latency().sketch());
            }
        }
        return bands;
    }

    /** Mean of the sensors' means; NaN without any. */
    private static double meanFrequency(List<DeviceSummaries.Channel> device) {
        double sum = 0;
        int sensors = 0;
        for (DeviceSummaries.Channel channel : device) {
            if (channel.quantity().equals(FREQUENCY) && channel.samples() > 0) {
                sum += channel.mean();
                sensors++;
            }
        }
        return sum / sensors;
    }

    private static State state(String name, LatencySketch latency) {
        long n = latency.count();
        return new State(name, n, quantile(latency, 0.5), quantile(latency, 0.99));
    }

    private static @Nullable Double quantile(LatencySketch latency, double p) {
        return latency.count() < Quantiles.needed(p) ? null : Double.valueOf(latency.quantile(p));
    }
}
