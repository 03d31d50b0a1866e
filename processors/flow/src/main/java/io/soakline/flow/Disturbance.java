package io.soakline.flow;

import io.soakline.cause.ChannelName;
import io.soakline.statistics.DeviceSummaries;
import io.soakline.statistics.PaneSummary;
import java.util.Arrays;
import java.util.List;

/**
 * Whether the core was taken away from the engine of a stream during a pane: its thread waited for it, or the hypervisor
 * gave it to someone else, for far longer than in the quiet panes of the stream. Latency measured then says nothing about
 * what is normal. A machine that is always like that is not disturbed: its quiet panes are no better.
 */
final class Disturbance {

    /** Share of the time below which nothing is made of it: as much as a two-core machine has without anybody's doing. */
    static final double LEAST_PERCENT = 10;

    /** How many times the quiet level. */
    static final double FACTOR = 5;

    private static final String WAIT = "runQueueWaitPercent";
    private static final String STEAL = "cpuStealPercent";
    private static final String HOST = "cpu";

    private final Level wait = new Level();
    private final Level steal = new Level();

    /**
     * How much of the engine's time was lost to others in a pane, by the way in which most was.
     *
     * @param percent of the time; NaN where neither was measured
     * @param usualPercent in quiet panes before; NaN before the second pane
     * @param stolen by other guests of the machine, not by its own programs
     */
    record Taken(boolean disturbed, double percent, double usualPercent, boolean stolen) {}

    /** Takes the next pane. */
    Taken accept(PaneSummary pane) {
        Taken waited = wait.accept(percent(pane.device(), WAIT, ChannelName.OWN_RUN), false);
        double own = percent(pane.device(), STEAL, ChannelName.OWN_RUN);
        Taken robbed = steal.accept(Double.isNaN(own) ? percent(pane.device(), STEAL, HOST) : own, true);
        if (waited.disturbed() == robbed.disturbed()) {
            return robbed.percent() > waited.percent() ? robbed : waited;
        }
        return robbed.disturbed() ? robbed : waited;
    }

    private static double percent(List<DeviceSummaries.Channel> device, String quantity, String sensor) {
        DeviceSummaries.Channel channel = DeviceSummaries.find(device, quantity, sensor);
        return channel == null ? Double.NaN : channel.mean();
    }

    /** One quantity over the last panes. */
    private static final class Level {

        private static final int PANES = 64;
        /** Until then nobody knows how quiet it can be, and the least share decides alone: five minutes. */
        private static final int ENOUGH = 30;

        private float[] values = new float[0];
        private long count;

        /** Disturbed is what lies far above the quiet level of the panes before; NaN never. */
        Taken accept(double percent, boolean stolen) {
            if (Double.isNaN(percent)) {
                return new Taken(false, percent, Double.NaN, stolen);
            }
            double usual = quiet();
            boolean far = percent > LEAST_PERCENT && (count < ENOUGH || percent > FACTOR * usual);
            remember(percent);
            return new Taken(far, percent, usual, stolen);
        }

        /** Median of the quieter half; NaN before the first. */
        private double quiet() {
            if (count == 0) {
                return Double.NaN;
            }
            float[] sorted = Arrays.copyOf(values, (int) Math.min(count, PANES));
            Arrays.sort(sorted);
            int half = (sorted.length + 1) / 2;
            return half % 2 == 1 ? sorted[half / 2] : (sorted[half / 2 - 1] + sorted[half / 2]) / 2;
        }

        private void remember(double percent) {
            if (count < PANES && count == values.length) {
                values = Arrays.copyOf(values, Math.min(PANES, Math.max(8, 2 * values.length)));
            }
            values[(int) (count++ % PANES)] = (float) percent;
        }
    }
}
