package io.soakline.launch.commands;

import io.soakline.launch.HumanDuration;
import io.soakline.launch.SoakOrder;
import io.soakline.produce.soak.LoadSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How engines are loaded and take turns; shared by the commands that soak. */
final class LoadFlags {

    /** What is wrong with a load is said before anything is started. */
    static final class LoadConverter implements ITypeConverter<LoadSpec> {

        @Override
        public LoadSpec convert(String text) {
            try {
                return LoadSpec.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Option(
            names = "--load",
            paramLabel = "PATTERN",
            converter = LoadConverter.class,
            description = LoadSpec.FORMS + " (default: ${DEFAULT-VALUE})",
            defaultValue = "closed")
    LoadSpec load = new LoadSpec.Closed();

    @Option(
            names = "--waiting",
            paramLabel = "HOW",
            description =
                    "how a load with a schedule waits for the next start: spin or park (default: ${DEFAULT-VALUE})",
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
