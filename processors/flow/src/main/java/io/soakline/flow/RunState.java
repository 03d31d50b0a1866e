package io.soakline.flow;

import java.util.HashSet;
import java.util.Set;

/** What is kept of one run. */
final class RunState {

    final RunIdentity identity;
    final RunWindows windows;
    final RecentPanes recent = new RecentPanes(RunWindows.ALERTING_NANOS);
    final OutputWatch outputs = new OutputWatch(RunWindows.ALERTING_NANOS);
    /** Keys of alerts that say something of the run which its end does not change. */
    final Set<String> lasting = new HashSet<>();

    boolean ended;

    RunState(RunIdentity identity, long paneNanos) {
        this.identity = identity;
        windows = new RunWindows(paneNanos);
    }
}
