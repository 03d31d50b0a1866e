package io.soakline.drift;

import java.util.List;
import java.util.Set;

/**
 * What one pane brought.
 *
 * @param alarms newly rung; a feature and direction rings once and then not before it has recovered
 * @param recovered features that had alarmed and are back at the reference
 * @param learning the reference is not complete yet; alarms are raised against the provisional one
 * @param referencePanes panes in the reference
 */
public record DriftStep(List<DriftAlarm> alarms, Set<DriftFeature> recovered, boolean learning, int referencePanes) {

    public DriftStep {
        alarms = List.copyOf(alarms);
        recovered = Set.copyOf(recovered);
    }
}
