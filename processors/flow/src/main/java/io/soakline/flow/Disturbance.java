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

    /** Takes the next pane. @return whether it was disturbed */
    boolean accept(PaneSummary pane) {
        boolean waited = wait.accept(percent(pane.device(), WAIT, ChannelName.OWN_RUN));
        double stolen = percent(pane.device(), STEAL, ChannelName.OWN_RUN);
        boolean robbed = steal.accept(Double.isNaN(stolen) ? percent(pane.device(), STEAL, HOST) : stolen);
        return waited || robbed;
    }

    private static double percent(List<DeviceSummaries.Channel> device, String quantity, String sensor) {
        for (DeviceSummaries.Channel channel : device) {
            if (channel.quantity().equals(quantity) && channel.sensor().equals(sensor)) {
                return channel.mean();
            }
        }
        return Double.NaN;
    }

    /** One quantity over the last panes. */
    private static final class Level {

        private static final int PANES = 64;
        /** Until then nobody knows how quiet it can be, and the least share decides alone: five minutes. */
        private static final int ENOUGH = 30;

        private float[] values = new float[0];
        private long count;

        /** @return whether it is far above the quiet level of the panes before; false for NaN */
        boolean accept(double percent) {
            if (Double.isNaN(percent)) {
                return false;
            }
            boolean far = percent > LEAST_PERCENT && (count < ENOUGH || percent > FACTOR * quiet());
            remember(percent);
            return far;
        }

        /** Median of the quieter half. */
        private double quiet() {
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
