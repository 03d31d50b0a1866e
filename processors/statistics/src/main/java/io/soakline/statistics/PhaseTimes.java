package io.soakline.statistics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The phases of a span of one run, as far as they are offered. */
final class PhaseTimes {

    private final EnumMap<Phase, PhaseTotals> phases = new EnumMap<>(Phase.class);

    /**
     * One inference.
     *
     * @param deviceNanos negative when not known
     * @param copyInNanos negative when not known; then neither is what copying leaves
     * @param copyOutNanos likewise
     */
    void accept(long latencyNanos, long deviceNanos, long copyInNanos, long copyOutNanos) {
        if (deviceNanos < 0) {
            return;
        }
        add(Phase.DEVICE, deviceNanos, latencyNanos);
        if (copyInNanos >= 0 && copyOutNanos >= 0) {
            add(Phase.COPY_IN, copyInNanos, latencyNanos);
            add(Phase.COPY_OUT, copyOutNanos, latencyNanos);
            // Clocks of a device tick in steps: parts may add up to a little more than the whole.
            add(Phase.COMPUTE, Math.max(0, deviceNanos - copyInNanos - copyOutNanos), latencyNanos);
        }
        if (deviceNanos <= latencyNanos) {
            add(Phase.HOST, latencyNanos - deviceNanos, latencyNanos);
        }
    }

    private void add(Phase phase, long nanos, long latencyNanos) {
        phases.computeIfAbsent(phase, p -> PhaseTotals.empty()).accept(nanos, latencyNanos);
    }

    void combine(Map<Phase, PhaseTotals> others) {
        others.forEach((phase, totals) ->
                phases.computeIfAbsent(phase, p -> PhaseTotals.empty()).combine(totals));
    }

    /** By phase, in their order; empty when none is offered. */
    Map<Phase, PhaseTotals> summary() {
        if (phases.isEmpty()) {
            return Map.of();
        }
        EnumMap<Phase, PhaseTotals> copy = new EnumMap<>(Phase.class);
        phases.forEach((phase, totals) -> copy.put(phase, totals.copy()));
        return Collections.unmodifiableMap(copy);
    }
}
