package io.soakline.drift;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one pane brought.
 *
 * @param alarms newly rung; a feature and direction rings once and then not before it has recovered
 * @param recovered features that had alarmed and are back at the reference
 * @param learning the reference is not complete yet; alarms are raised against the provisional one
 * @param referencePanes panes in the reference
 * @param begunAnew why the reference is learnt anew, in place of an alarm; null when it is not
 */
public record DriftStep(
        List<DriftAlarm> alarms,
        Set<DriftFeature> recovered,
        boolean learning,
        int referencePanes,
        @Nullable Beginning begunAnew) {

    public DriftStep {
        alarms = List.copyOf(alarms);
        recovered = Set.copyOf(recovered);
    }
}
