package io.soakline.produce.soak;

/** How the harness waits for the next intended start. */
public enum Waiting {
    /** Keeps the core busy: starts on time, and keeps clocks up and caches warm. */
    SPIN,
    /** Sleeps: the core may idle, as in an application that waits for its next frame; starts some 50 µs late. */
    PARK
}
