package io.soakline.statistics;

/** What is to be thought of a window. The reason is one sentence for people, with its n and bounds. */
public sealed interface Verdict permits Verdict.Steady, Verdict.Drifted, Verdict.Broken, Verdict.Insufficient {

    String reason();

    /** Nothing speaks against it, within the stated bounds. */
    record Steady(String reason) implements Verdict {}

    /** The figures moved away from what was judged normal. */
    record Drifted(String reason) implements Verdict {}

    /** It did what must not happen: crashed, gave differing or non-finite outputs, or lost telemetry. */
    record Broken(String reason) implements Verdict {}

    /** Too little is known to say anything. */
    record Insufficient(String reason) implements Verdict {}
}
