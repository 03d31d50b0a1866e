package io.soakline.log;

/** The topics of the log. Every topic name in the product comes from here. */
public enum Topic {
    RUNS("runs", true, false),
    INFERENCES("inferences", false, true),
    OUTPUTS("outputs", true, false),
    DEVICES("devices", false, true),
    PANES("panes", false, true),
    WINDOWS("windows", false, false),
    RUN_OUTPUTS("run-outputs", false, false),
    BASELINES("baselines", true, false),
    AGREEMENTS("agreements", false, false),
    SELF_TESTS("self-tests", true, false),
    ALERTS("alerts", true, false),
    ALERT_NOTES("alert-notes", true, false),
    DEAD_LETTERS("deadletters", false, false);

    /** Prefix used when none is configured. */
    public static final String DEFAULT_PREFIX = "soakline.";

    private final String suffix;
    private final boolean compacted;
    private final boolean keyedByDevice;

    Topic(String suffix, boolean compacted, boolean keyedByDevice) {
        this.suffix = suffix;
        this.compacted = compacted;
        this.keyedByDevice = keyedByDevice;
    }

    /** Name on the broker, for example {@code soakline.panes}. */
    public String name(String prefix) {
        return prefix + suffix;
    }

    /** Whether only the newest record of each key is kept. */
    public boolean compacted() {
        return compacted;
    }

    /** Topics keyed by device have equal partition counts, so that a device's records share a partition number. */
    public boolean keyedByDevice() {
        return keyedByDevice;
    }
}
