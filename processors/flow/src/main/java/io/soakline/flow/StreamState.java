package io.soakline.flow;

import io.soakline.drift.DriftFeature;
import io.soakline.record.Alert;
import io.soakline.record.CauseRecord;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is kept of one stream: an engine on a device, run after run. */
final class StreamState {

    final StreamKey key;
    final StreamMonitor monitor;
    final Disturbance disturbance = new Disturbance();
    final MergedWindows windows = new MergedWindows(true);
    /** Long enough to compare what came after a change with what was before. */
    final RecentPanes recent = new RecentPanes(Duration.ofHours(1).toNanos());
    /** Drift that the monitor has reported and not taken back, as what would be alerted about it. */
    final Map<DriftFeature, Alert> drifted = new EnumMap<>(DriftFeature.class);
    /** Runs that have panes and no last one yet. */
    final Set<String> openRuns = new HashSet<>();
    /** Ended runs with alerts that another run may end. */
    final Set<RunState> left = new LinkedHashSet<>();

    /** The engine's name for people. */
    String subject = "";

    @Nullable
    Integer referencePanes;

    /** The run that crashed last. */
    @Nullable
    String crashedRun;

    StreamState(StreamKey key, StreamMonitor monitor) {
        this.key = key;
        this.monitor = monitor;
    }

    /** Key of the alert about one feature. */
    String alertKey(DriftFeature feature) {
        return "latency-drift/" + feature + "/" + key;
    }

    static String firstCause(List<CauseRecord> causes) {
        return causes.isEmpty() ? "" : causes.get(0).getCause();
    }
}
