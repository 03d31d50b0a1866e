package io.soakline.flow.policy;

import java.util.Arrays;
import java.util.Optional;

/** What can be alerted about. Drift has a rule per feature, see {@link DriftPolicy}. */
public enum AlertKind {
    LATENCY_DRIFT("latency-drift", ""),
    DEADLINE_MISSES("deadline-misses", "share of inferences"),
    REPEATABILITY_BROKEN("repeatability-broken", "share of repetitions"),
    NON_FINITE_OUTPUT("non-finite-output", "share of inferences"),
    THROTTLING("throttling", "share of inferences"),
    POWER_BUDGET("power-budget", "milliwatts"),
    CORE_CONTENTION("core-contention", "percent of the time"),
    TELEMETRY_LOST("telemetry-lost", "inferences"),
    RUN_SILENT("run-silent", "seconds"),
    ENGINE_CRASHED("engine-crashed", ""),
    MALFORMED_RECORD("malformed-record", "records");

    private final String id;
    private final String unit;

    AlertKind(String id, String unit) {
        this.id = id;
        this.unit = unit;
    }

    /** As in records and policy files. */
    public String id() {
        return id;
    }

    /** Of {@link AlertRule#limit} and of the alert's size; empty where the kind has neither. */
    public String unit() {
        return unit;
    }

    /** The kind of that {@link #id}. */
    public static Optional<AlertKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }
}
