package io.soakline.flow;

import io.soakline.flow.policy.AlertKind;
import io.soakline.flow.policy.FlowPolicy;
import io.soakline.statistics.PaneGrid;
import java.time.Duration;

/**
 * How the processors behave.
 *
 * @param instanceId names this process among those that share the work; the same after a restart, so that its partitions
 *     come back at once. Two processes with one id throw each other out
 * @param grid the panes
 * @param idleLimit how long a run may send nothing before its open pane is closed, and before inferences that were
 *     announced and did not come are given up
 * @param endGrace the same for a run that has ended without saying how much it produced
 * @param deviceGrace how long a closed pane waits for device samples of its time
 * @param runWait how long inferences wait for the description of their run before they are counted without it
 * @param policy what is judged steady or broken, and what is alerted about
 */
public record FlowSettings(
        String instanceId,
        PaneGrid grid,
        Duration idleLimit,
        Duration endGrace,
        Duration deviceGrace,
        Duration runWait,
        FlowPolicy policy) {

    /** Longer than a batch (100 ms), a turn of the other engines and a short stall of the network. */
    public static final Duration DEFAULT_IDLE_LIMIT = Duration.ofSeconds(15);
    /** The end is written after the last batch was acknowledged or given up: what is not there soon will not come. */
    public static final Duration DEFAULT_END_GRACE = Duration.ofSeconds(3);
    /** Two sampling periods of the slowest usual sensor (1 s). */
    public static final Duration DEFAULT_DEVICE_GRACE = Duration.ofSeconds(2);
    /** A run is described before its first inference is sent; only another topic's delay has to be bridged. */
    public static final Duration DEFAULT_RUN_WAIT = Duration.ofSeconds(5);

    public FlowSettings {
        if (instanceId.isBlank()) {
            throw new IllegalArgumentException("instanceId is blank; give this process a name of its own");
        }
    }

    public static FlowSettings defaults(String instanceId) {
        return new FlowSettings(
                instanceId,
                PaneGrid.DEFAULT,
                DEFAULT_IDLE_LIMIT,
                DEFAULT_END_GRACE,
                DEFAULT_DEVICE_GRACE,
                DEFAULT_RUN_WAIT,
                FlowPolicy.DEFAULT);
    }

    public FlowSettings withPolicy(FlowPolicy newPolicy) {
        return new FlowSettings(instanceId, grid, idleLimit, endGrace, deviceGrace, runWait, newPolicy);
    }

    /** How long a run that has not ended may send nothing before it is silent; for ever when nobody wants to know. */
    long silentAfterNanos() {
        Double seconds = policy.rule(AlertKind.RUN_SILENT).limit();
        return seconds == null || !policy.rule(AlertKind.RUN_SILENT).on() ? Long.MAX_VALUE : (long) (seconds * 1e9);
    }

    /** How long no malformed record may come before that alert is resolved. */
    long malformedQuietNanos() {
        return policy.rule(AlertKind.MALFORMED_RECORD).resolveAfter().toNanos();
    }
}
