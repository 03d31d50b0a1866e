package io.soakline.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of outputs and what they are compared with.
 *
 * @param labels CSV of the inputs' expected classes, or null
 * @param declaration the model's declaration, or null for the one kept with each engine
 * @param golden folder of golden outputs to compare with exactly, or null
 * @param keepGolden folder that the first engine's outputs are kept in as golden ones, or null
 * @param probes how many inputs are kept there; {@link #DEFAULT_PROBES} leaves it to the producer
 */
public record OutputOrder(
        @Nullable Path labels,
        @Nullable Path declaration,
        @Nullable Path golden,
        @Nullable Path keepGolden,
        int probes) {

    public static final int DEFAULT_PROBES = -1;

    /** Nothing is expected, nothing is compared. */
    public static final OutputOrder NONE = new OutputOrder(null, null, null, null, DEFAULT_PROBES);

    /** The order for a model, without golden outputs. */
    public static OutputOrder of(ModelFiles model) {
        return new OutputOrder(model.labels(), model.declaration(), null, null, DEFAULT_PROBES);
    }

    /** The same, with exact comparison. */
    public OutputOrder comparedWith(Path folder) {
        return new OutputOrder(labels, declaration, folder, null, DEFAULT_PROBES);
    }

    /** The same, keeping the first engine's outputs. */
    public OutputOrder keeping(Path folder, int count) {
        return new OutputOrder(labels, declaration, null, folder, count);
    }

    /** As the producer's commands take it, without what only a soak knows. */
    List<String> declarations() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--labels", labels);
        add(arguments, "--declaration", declaration);
        return arguments;
    }

    /** What only a soak knows of, as the producer takes it. */
    List<String> comparisons() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--golden", golden);
        add(arguments, "--keep-golden", keepGolden);
        if (probes >= 0) {
            arguments.addAll(List.of("--probes", Integer.toString(probes)));
        }
        return arguments;
    }

    private static void add(List<String> arguments, String flag, @Nullable Path path) {
        if (path != null) {
            arguments.addAll(List.of(flag, path.toAbsolutePath().toString()));
        }
    }
}
