package io.soakline.produce.engine;

/**
 * How an engine is to run, as far as that is not compiled in.
 *
 * @param threads threads that one inference may use, the calling one included; at least one
 */
public record EngineSettings(int threads) {

    /** One thread: the caller's. The setting under which latencies on a shared host are most repeatable. */
    public static final EngineSettings SINGLE_THREAD = new EngineSettings(1);

    public EngineSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }
}
