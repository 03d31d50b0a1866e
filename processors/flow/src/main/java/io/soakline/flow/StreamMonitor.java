package io.soakline.flow;

import io.soakline.drift.Beginning;
import io.soakline.drift.DriftMonitor;
import io.soakline.drift.DriftPane;
import io.soakline.drift.DriftReference;
import io.soakline.drift.DriftSettings;
import io.soakline.drift.DriftStep;
import io.soakline.record.Baseline;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drift monitor of one stream and what it is measured by: a baseline that a user pinned, else one that it learns and
 * freezes when it is complete. Refilled from the panes it comes to the same state again.
 *
 * <p>A pinned or cleared baseline counts from the first pane that ends after it was decided. Data from the past, such as
 * imports, has no such pane: there it counts from the next one.
 */
final class StreamMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(StreamMonitor.class);

    private static final long PAST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long UNKNOWN = Long.MIN_VALUE;

    private static final String WARMED_UP = "what was learnt at the start was a warm-up, what is normal is learnt anew";
    private static final String SEVERAL =
            "the stream is back where it had been before: it has several levels, all of which are learnt";

    private static final String CLEARED = "the baseline was cleared, what is normal is learnt anew";

    private final StreamKey stream;
    private final DriftSettings settings;
    private BaselineCatalog.@Nullable Known followed;
    private @Nullable DriftMonitor monitor;
    private long learningSinceNanos = UNKNOWN;
    private boolean learnt;
    private @Nullable String restarted;
    private @Nullable Baseline unwritten;

    StreamMonitor(StreamKey stream, DriftSettings settings) {
        this.stream = stream;
        this.settings = settings;
    }

    /**
     * @param runId that the pane is of
     * @param known the last word on the baseline; null when there is none
     * @param live whether the pane is news, not a refill or a replay
     * @param alarmsPerStreamWeek the budget of this moment
     */
    DriftStep accept(
            DriftPane pane,
            String runId,
            BaselineCatalog.@Nullable Known known,
            boolean live,
            double alarmsPerStreamWeek) {
        restarted = null;
        if (known != null && !known.equals(followed) && counts(known, pane, live)) {
            followed = known;
            follow(known, pane, runId);
        }
        DriftMonitor watching = monitor;
        if (watching == null) {
            watching = learnFrom(pane);
        }
        DriftStep step = watching.accept(pane, alarmsPerStreamWeek);
        Beginning begunAnew = step.begunAnew();
        if (begunAnew != null) {
            beginAnew(begunAnew, pane, live);
        }
        if (learningSinceNanos != UNKNOWN && !learnt && !step.learning()) {
            learnt = true;
            freeze(watching, runId, pane.endNanos(), known);
        }
        return step;
    }

    private void beginAnew(Beginning why, DriftPane pane, boolean live) {
        restarted = why == Beginning.WARM_UP ? WARMED_UP : SEVERAL;
        if (live) {
            LOG.info("{} at {} ns: {}", stream, pane.endNanos(), restarted);
        }
    }

    private boolean counts(BaselineCatalog.Known known, DriftPane pane, boolean live) {
        Baseline baseline = known.baseline();
        if (baseline == null || baseline.getPinned()) {
            return pane.endNanos() > known.atNanos() || (live && known.atNanos() - pane.endNanos() > PAST_NANOS);
        }
        return pane.startNanos() >= baseline.getFromNanos();
    }

    private void follow(BaselineCatalog.Known known, DriftPane pane, String runId) {
        Baseline baseline = known.baseline();
        if (baseline == null) {
            if (monitor != null) {
                restarted = CLEARED;
                learnFrom(pane);
                unwritten = record(null, runId, pane.startNanos(), pane.startNanos(), false, pane.startNanos());
            }
        } else if (baseline.getPinned()) {
            pin(baseline);
        } else {
            goOn(baseline, pane);
        }
    }

    private void pin(Baseline baseline) {
        DriftReference reference = reference(baseline);
        if (reference == null || isSame(reference)) {
            return;
        }
        restarted = monitor == null ? null : "another baseline was pinned";
        watch(reference);
    }

    /** A learnt baseline counts from its first pane: that is where to learn it again, if that pane is still there. */
    private void goOn(Baseline baseline, DriftPane pane) {
        boolean ours = learningSinceNanos == baseline.getFromNanos();
        if (ours) {
            return;
        }
        if (pane.startNanos() == baseline.getFromNanos()) {
            restarted = monitor == null ? null : CLEARED;
            learnFrom(pane);
        } else if (monitor == null && baseline.getComplete()) {
            DriftReference reference = reference(baseline);
            if (reference != null) {
                watch(reference);
            }
        }
    }

    private DriftMonitor learnFrom(DriftPane pane) {
        DriftMonitor learning = DriftMonitor.learning(settings);
        monitor = learning;
        learningSinceNanos = pane.startNanos();
        learnt = false;
        unwritten = null;
        return learning;
    }

    private void watch(DriftReference reference) {
        try {
            monitor = DriftMonitor.against(reference, settings);
            learningSinceNanos = UNKNOWN;
            unwritten = null;
        } catch (IllegalArgumentException e) {
            complain(e);
        }
    }

    private boolean isSame(DriftReference reference) {
        DriftReference now = monitor == null ? null : monitor.reference();
        return now != null
                && now.complete()
                && now.parameters().equals(reference.parameters())
                && now.panes() == reference.panes();
    }

    private void freeze(DriftMonitor complete, String runId, long atNanos, BaselineCatalog.@Nullable Known known) {
        DriftReference reference = complete.reference();
        Baseline there = known == null ? null : known.baseline();
        boolean written = there != null && there.getComplete() && there.getFromNanos() == learningSinceNanos;
        // A pinned one is never written over, not even before it counts.
        if (reference != null && !written && (there == null || !there.getPinned())) {
            unwritten = record(reference, runId, learningSinceNanos, reference.toNanos(), true, atNanos);
        }
    }

    private Baseline record(
            @Nullable DriftReference reference, String runId, long from, long to, boolean complete, long atNanos) {
        LatencySketch sketch = reference == null ? LatencySketch.empty() : reference.sketch();
        return Baseline.newBuilder()
                .setEngineId(stream.engineId())
                .setDeviceId(stream.deviceId())
                .setRunId(runId)
                .setPinned(false)
                .setFromNanos(from)
                .setToNanos(to)
                .setPanes(reference == null ? 0 : reference.panes())
                .setSketchFormat(LatencySketch.FORMAT)
                .setLatencySketch(ByteBuffer.wrap(sketch.encode()))
                .setDetector(reference == null ? Map.of() : reference.parameters())
                .setWrittenAtNanos(atNanos)
                .setComplete(complete)
                .build();
    }

    private @Nullable DriftReference reference(Baseline baseline) {
        byte[] bytes = new byte[baseline.getLatencySketch().remaining()];
        baseline.getLatencySketch().duplicate().get(bytes);
        try {
            return DriftReference.of(
                    LatencySketch.decode(baseline.getSketchFormat(), bytes),
                    baseline.getDetector(),
                    baseline.getPanes(),
                    baseline.getComplete(),
                    baseline.getFromNanos(),
                    baseline.getToNanos());
        } catch (IllegalArgumentException e) {
            complain(e);
            return null;
        }
    }

    private void complain(IllegalArgumentException e) {
        LOG.warn("baseline of {}: {}; it is passed over, clear or pin it anew", stream, e.getMessage());
    }

    /** Why the monitor was set up anew at the pane accepted last; null when it was not. */
    @Nullable
    String restarted() {
        return restarted;
    }

    /** A baseline that is to be written and was not taken yet. */
    @Nullable
    Baseline takeUnwritten() {
        Baseline taken = unwritten;
        unwritten = null;
        return taken;
    }
}
