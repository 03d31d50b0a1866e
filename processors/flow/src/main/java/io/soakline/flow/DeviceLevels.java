package io.soakline.flow;

import io.soakline.cause.ChannelName;
import io.soakline.cause.QuietLevels;
import io.soakline.cause.Surroundings;
import io.soakline.statistics.DeviceSummaries;
import io.soakline.statistics.PaneSummary;

/** The means of a device's channels, pane after pane, beside what is usual for them. */
final class DeviceLevels {

    private static final long KEPT_NANOS = 3_600_000_000_000L;
    /** What is newer is not counted as usual yet: it may be the beginning of what an alarm is about to ring for. */
    private static final long DOUBTFUL_NANOS = 60_000_000_000L;

    private final Surroundings surroundings = new Surroundings(new QuietLevels());
    private long learntToNanos = Long.MIN_VALUE;

    /**
     * @param runId that the pane is of: channels about it alone are kept apart from those of other runs
     * @param disturbed whether a drift alert of the device fires: then nothing counts as usual
     */
    void accept(PaneSummary pane, String runId, boolean disturbed) {
        for (DeviceSummaries.Channel channel : pane.device()) {
            double level = channel.counter()
                    ? Surroundings.growthPerSecond(
                            channel.first(), channel.firstAtNanos(), channel.last(), channel.lastAtNanos())
                    : channel.mean();
            String sensor =
                    channel.sensor().equals(ChannelName.OWN_RUN) ? ChannelName.RUN_PREFIX + runId : channel.sensor();
            surroundings.addMean(channel.quantity(), sensor, pane.startNanos(), pane.endNanos(), level);
        }
        long trusted = pane.startNanos() - DOUBTFUL_NANOS;
        if (disturbed) {
            learntToNanos = Math.max(learntToNanos, trusted);
        } else {
            trust(trusted);
        }
        surroundings.forgetBefore(pane.startNanos() - KEPT_NANOS);
    }

    /** What was before counts as usual: an alarm has told when the change began. */
    void trust(long toNanos) {
        if (toNanos > learntToNanos) {
            surroundings.learn(learntToNanos, toNanos);
            learntToNanos = toNanos;
        }
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
