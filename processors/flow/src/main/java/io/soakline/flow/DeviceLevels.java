package io.soakline.flow;

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

    /** @param disturbed whether a drift alert of the device fires: then nothing counts as usual */
    void accept(PaneSummary pane, boolean disturbed) {
        for (DeviceSummaries.Channel channel : pane.device()) {
            double level = channel.counter()
                    ? Surroundings.growthPerSecond(
                            channel.first(), channel.firstAtNanos(), channel.last(), channel.lastAtNanos())
                    : channel.mean();
            surroundings.addMean(channel.quantity(), channel.sensor(), pane.startNanos(), pane.endNanos(), level);
        }
        long trusted = pane.startNanos() - DOUBTFUL_NANOS;
        if (trusted > learntToNanos) {
            if (!disturbed) {
                surroundings.learn(learntToNanos, trusted);
            }
            learntToNanos = trusted;
            surroundings.forgetBefore(pane.startNanos() - KEPT_NANOS);
        }
    }

    Surroundings surroundings() {
        return surroundings;
    }
}
