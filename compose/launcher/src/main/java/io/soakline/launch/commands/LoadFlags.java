package io.soakline.launch.commands;

import io.soakline.launch.HumanDuration;
import io.soakline.launch.SoakOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How engines are loaded and take turns; shared by the commands that soak. */
final class LoadFlags {

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "how long to soak, all engines together (default: ${DEFAULT-VALUE})",
            defaultValue = "60s")
    Duration length = Duration.ofSeconds(60);

    @Option(
            names = "--load",
            paramLabel = "PATTERN",
            description = "closed, or periodic:10ms (default: ${DEFAULT-VALUE})",
            defaultValue = "closed")
    String load = "closed";

    @Option(
            names = "--waiting",
            paramLabel = "HOW",
            description = "how a periodic load waits for the next start: spin or park (default: ${DEFAULT-VALUE})",
            defaultValue = "spin")
    String waiting = "spin";

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "from intended start to end; later ones are counted as misses")
    @Nullable
    Duration deadline;

    @Option(
            names = "--block",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "how long one engine runs before the next (default: ${DEFAULT-VALUE})",
            defaultValue = "500ms")
    Duration block = SoakOrder.DEFAULT_BLOCK;
}
