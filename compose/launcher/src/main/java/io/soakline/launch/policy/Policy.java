package io.soakline.launch.policy;

import io.soakline.flow.policy.FlowPolicy;
import io.soakline.sink.report.GateRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a user decides about verdicts, alerts and gates.
 *
 * @param deadline from intended start to end; null for none
 * @param flow for the processors
 * @param gate for whoever judges the whole
 */
public record Policy(@Nullable Duration deadline, FlowPolicy flow, GateRules gate) {

    /** What holds without a file. */
    public static final Policy DEFAULT = new Policy(null, FlowPolicy.DEFAULT, GateRules.NONE);
}
