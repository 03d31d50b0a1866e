package io.soakline.flow;

import io.soakline.record.PaneClose;
import io.soakline.statistics.Pane;

/**
 * A pane that takes no more inferences and waits for the device samples of its time.
 *
 * @param firstOffset of the oldest record in it
 */
record ClosedPane(RunIdentity run, Pane pane, PaneClose closedBy, long firstOffset, long closedAtNanos) {}
