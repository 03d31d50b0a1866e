package io.soakline.drift;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches the panes of one stream. Not thread-safe; the same panes give the same steps.
 *
 * <p>Each pane is first tested against the reference and only then, while the reference is being learnt, added to it. A pane
 * that rang an alarm, or that is odd or comes while evidence gathers, is not learnt, and nothing is while an alarm stands.
 * Disturbed panes are not learnt either, within bounds: see {@link Learning} and {@link Patience}. An alarm against the first
 * panes may show that these are no reference: see {@link YoungReference}. A complete reference never changes.
 */
public final class DriftMonitor {

    private final DriftSettings settings;
    private final Thresholds thresholds;
    private final double[] tolerances;
    private final Patience patience;
    private @Nullable Learning learning;
    private @Nullable YoungReference young;
    private @Nullable ReferenceModel model;
    private @Nullable Detectors detectors;
    private @Nullable DriftReference reference;
    private long lastStartNanos;

    private DriftMonitor(@Nullable DriftReference frozen, DriftSettings settings) {
        this.settings = settings;
        thresholds = new Thresholds(settings.paneNanos(), Watch.COUNT + Exceedance.COUNT, true);
        thresholds.budget(settings.alarmsPerStreamWeek());
        tolerances = Measure.tolerances(settings);
        patience = new Patience(settings.referencePanes());
        if (frozen == null) {
            learning = new Learning(settings.referencePanes(), tolerances);
            young = new YoungReference();
        } else {
            reference = frozen;
            model = ReferenceModel.of(frozen.parameters());
            detectors = new Detectors(settings, thresholds, tolerances, model);
        }
    }

    /** A monitor that makes its first good panes the reference, and watches from the third one on. */
    public static DriftMonitor learning(DriftSettings settings) {
        return new DriftMonitor(null, settings);
    }

    /**
     * A monitor that never learns.
     *
     * @throws IllegalArgumentException when the reference lacks a parameter
     */
    public static DriftMonitor against(DriftReference frozen, DriftSettings settings) {
        return new DriftMonitor(frozen, settings);
    }

    /** Takes the next pane, in order of time; panes may be missing. */
    public DriftStep accept(DriftPane pane) {
        return accept(pane, settings.alarmsPerStreamWeek());
    }

    /**
     * @param alarmsPerStreamWeek the budget of this moment, in place of the one in the settings
     * @throws IllegalArgumentException when the budget is not above 0
     */
    public DriftStep accept(DriftPane pane, double alarmsPerStreamWeek) {
        thresholds.budget(alarmsPerStreamWeek);
        if (pane.latency().count() < settings.minimumInferences()) {
            return step(List.of(), Set.of());
        }
        PaneShape shape = new PaneShape(pane.latency());
        return accept(new Learning.Read(pane, shape, Body.of(shape)));
    }

    /** Takes a pane that has been read, within the budget as it is. */
    DriftStep accept(Learning.Read read) {
        boolean passedOver = patience.passesOver(read.pane().disturbed());
        long lag = lag(read.pane());
        grow(read, passedOver);
        Learning beginning = learning;
        if (beginning != null && !beginning.begun()) {
            if (beginning.begin(read, passedOver)) {
                return step(List.of(), begin(beginning));
            }
        }
        Detectors against = detectors;
        return against == null ? step(List.of(), Set.of()) : test(against, read, lag, passedOver);
    }

    private void grow(Learning.Read read, boolean passedOver) {
        YoungReference growing = young;
        if (growing != null && !passedOver) {
            growing.accept(read);
            if (growing.isOver() || learning == null) {
                young = null;
            }
        }
    }

    private DriftStep test(Detectors against, Learning.Read read, long lag, boolean passedOver) {
        // What stands in for a reference is of disturbed panes: against it they are like any other.
        boolean apart = passedOver && (learning == null || learning.begun());
        List<DriftAlarm> alarms = against.test(read.pane(), read.shape(), read.body(), lag, learning != null, apart);
        YoungReference.Anew anew = alarms.isEmpty() || passedOver ? null : anew(alarms);
        if (anew != null) {
            return beginAnew(anew, against);
        }
        Set<DriftFeature> recovered = against.recovered();
        if (learning == null) {
            if (lag > 1 || !passedOver) {
                against.refine(lag == 1);
            }
        } else if (alarms.isEmpty() && !against.suspicious()) {
            learn(learning, against, read, passedOver);
        }
        return step(alarms, recovered);
    }

    private YoungReference.@Nullable Anew anew(List<DriftAlarm> alarms) {
        ReferenceModel current = model;
        YoungReference growing = young;
        return growing == null || current == null
                ? null
                : growing.judge(alarms, current.noise()[Measure.LEVEL.index()].centre(), current.panes());
    }

    /** The stream is watched as if it began with these panes. */
    private DriftStep beginAnew(YoungReference.Anew anew, Detectors before) {
        Set<DriftFeature> released = before.held();
        Learning next = Learning.anew(settings.referencePanes(), tolerances, anew);
        learning = next;
        reference = null;
        model = null;
        detectors = null;
        begin(next);
        return new DriftStep(List.of(), released, true, next.size(), anew.why());
    }

    private long lag(DriftPane pane) {
        long panes = Math.round((pane.startNanos() - lastStartNanos) / (double) settings.paneNanos());
        lastStartNanos = pane.startNanos();
        return Math.max(1, panes);
    }

    /** The reference as it stands; null before the third pane. */
    public @Nullable DriftReference reference() {
        ReferenceModel current = model;
        if (reference == null && learning != null && current != null) {
            reference = learning.reference(current);
        }
        return reference;
    }

    private DriftStep step(List<DriftAlarm> alarms, Set<DriftFeature> recovered) {
        int panes = learning != null ? learning.size() : model == null ? 0 : model.panes();
        return new DriftStep(alarms, recovered, learning != null, panes, null);
    }

    /**
     * There is something to test against, or something better.
     *
     * @return the features of alarms that are void by it
     */
    private Set<DriftFeature> begin(Learning from) {
        ReferenceModel next = from.model();
        reference = null;
        model = next;
        if (next == null) {
            return Set.of();
        }
        if (detectors != null) {
            return detectors.beginAnew(next);
        }
        detectors = new Detectors(settings, thresholds, tolerances, next);
        return Set.of();
    }

    private void learn(Learning into, Detectors against, Learning.Read read, boolean passedOver) {
        ReferenceModel next = into.accept(read, passedOver) ? into.model() : null;
        reference = null;
        if (next != null) {
            model = next;
            against.use(next);
        }
        if (into.complete() && model != null) {
            reference = into.reference(model);
            learning = null;
        }
    }
}
