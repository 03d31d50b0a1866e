package io.soakline.cause;

/** What may explain a slow inference or an alarm. Names are what records carry; labels are for people. */
public enum Cause {
    /** The harness stood still: a collection, a safepoint, a scheduling gap of its own. */
    HARNESS_PAUSE("harness pause"),
    /** The processor or a quota held the engine back. */
    THROTTLE("throttling"),
    /** The clock ran slower than when quiet. */
    CLOCK_CHANGE("clock change"),
    /** The package ran into its power limit. */
    POWER_CAP("power cap"),
    /** Hotter than when quiet. */
    TEMPERATURE("temperature"),
    /** The engine, or the machine's tasks in general, waited for a core. */
    CPU_PRESSURE("CPU pressure"),
    /** The hypervisor gave the core to another machine. */
    STEAL("steal time"),
    /** Other programs were busy without taking the engine's core: caches, memory and power are shared. */
    CO_RUNNER("co-runner"),
    /** The engine had stood idle for unusually long. */
    IDLE_GAP("idle gap"),
    /** Another run was active on the device. */
    NEIGHBOUR_RUN("neighbour run"),
    /** The device's other engines changed alike, and nothing measured says why: caches, memory, a neighbour unseen. */
    SHARED("the device, not one engine"),
    /** Nothing else was seen although it would have been: the engine itself. */
    ENGINE("the engine itself"),
    /** Not enough was measured to tell. */
    UNKNOWN("unknown");

    private final String label;

    Cause(String label) {
        this.label = label;
    }

    /** For people: {@code CPU pressure}, {@code the engine itself} … */
    public String label() {
        return label;
    }
}
