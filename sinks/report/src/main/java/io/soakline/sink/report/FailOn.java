package io.soakline.sink.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What makes a gate fail. */
public enum FailOn {
    /** A run is broken, or its engine died. */
    BROKEN,
    /** A run drifted from its reference. */
    DRIFTED,
    /** A run is too short to be judged, or there is none: what was not shown must not pass. */
    INSUFFICIENT,
    /** An alert that is a warning or worse fires at the end. */
    FIRING,
    /** One fired at any time, resolved or not. */
    ALERTS,
    /** Inferences were lost, or the ledger's sums do not close. */
    LOST,
    /** A rule of the policy is not kept. */
    RULES,
    /** A rule of the policy, or whether the conditions were kept, cannot be judged. */
    UNJUDGED,
    /** A run was not measured under the conditions that the policy asks for. */
    CONDITIONS;

    /**
     * All but {@link #ALERTS} and {@link #CONDITIONS}: an alert that came and went is told, and left to the verdicts; and on
     * a host that is shared hardly a run keeps all conditions.
     */
    public static final Set<FailOn> DEFAULT =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ALERTS, CONDITIONS)));

    /** As on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that {@link #id}. */
    public static Optional<FailOn> of(String id) {
        return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
    }
}
