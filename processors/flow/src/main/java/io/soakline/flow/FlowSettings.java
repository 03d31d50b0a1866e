package io.soakline.flow;

import io.soakline.statistics.PaneGrid;
import io.soakline.statistics.VerdictPolicy;
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
 * @param silentAfter how long a run that has not ended may send nothing before an alert fires
 * @param malformedQuiet how long no malformed record may come before that alert is resolved
 * @param policy what is judged steady or broken
 */
public record FlowSettings(
        String instanceId,
        PaneGrid grid,
        Duration idleLimit,
        Duration endGrace,
        Duration deviceGrace,
        Duration runWait,
        Duration silentAfter,
        Duration malformedQuiet,
        VerdictPolicy policy) {

    /** Longer than a batch (100 ms), a turn of the other engines and a short stall of the network. */
    public static final Duration DEFAULT_IDLE_LIMIT = Duration.ofSeconds(15);
    /** The end is written after the last batch was acknowledged or given up: what is not there soon will not come. */
    public static final Duration DEFAULT_END_GRACE = Duration.ofSeconds(3);
    /** Two sampling periods of the slowest usual sensor (1 s). */
    public static final Duration DEFAULT_DEVICE_GRACE = Duration.ofSeconds(2);
    /** A run is described before its first inference is sent; only another topic's delay has to be bridged. */
    public static final Duration DEFAULT_RUN_WAIT = Duration.ofSeconds(5);
    /** Beyond the turns of many interleaved engines; an engine that hangs is known within a minute. */
    public static final Duration DEFAULT_SILENT_AFTER = Duration.ofSeconds(60);
    /** Long enough to be seen, short enough to be forgotten. */
    public static final Duration DEFAULT_MALFORMED_QUIET = Duration.ofMinutes(10);

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
                DEFAULT_SILENT_AFTER,
                DEFAULT_MALFORMED_QUIET,
                VerdictPolicy.DEFAULT);
    }
}
