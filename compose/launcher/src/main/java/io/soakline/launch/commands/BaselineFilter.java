package io.soakline.launch.commands;

import io.soakline.launch.Baselines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which references; shared by the commands about them. */
final class BaselineFilter {

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "only this engine: its name, its id, or the first six or more characters of its id")
    private @Nullable String engine;

    Baselines.Filter filter(@Nullable String device) {
        return new Baselines.Filter(engine, device);
    }

    boolean isGiven() {
        return engine != null;
    }
}
