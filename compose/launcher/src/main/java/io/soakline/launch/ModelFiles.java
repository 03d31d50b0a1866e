package io.soakline.launch;

import io.soakline.launch.policy.Nearest;
import io.soakline.produce.declare.ModelDeclaration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model and what belongs to it: a file of the user's, or one of the two that come with the program.
 *
 * @param model the ONNX file
 * @param declaration what is declared of it beside it; null when there is nothing
 * @param inputs folder of an input set; null for generated inputs
 * @param labels CSV of the inputs' expected classes; null when they are not known
 * @param options builder options without which it cannot be built
 */
public record ModelFiles(
        Path model,
        @Nullable Path declaration,
        @Nullable Path inputs,
        @Nullable Path labels,
        Map<String, String> options) {

    public ModelFiles {
        options = Map.copyOf(options);
    }

    /**
     * @param word a file, or the name of a demo model; {@code ./demo} is a file
     * @param cache where demo models are unpacked
     */
    public static ModelFiles of(String word, Path cache) throws LaunchException {
        for (DemoModel demo : DemoModel.values()) {
            if (demo.word().equals(word)) {
                return demo.unpack(cache);
            }
        }
        Path model = Path.of(word).toAbsolutePath();
        if (!Files.isReadable(model) || Files.isDirectory(model)) {
            String hint = Nearest.to(word, List.of(DemoModel.CLASSIFIER.word(), DemoModel.DETECTOR.word()))
                    .map(near -> "did you mean " + near + "?")
                    .orElse("is the path right? The word demo names the demo's model");
            throw new LaunchException("cannot read the model " + model + "; " + hint);
        }
        Path declaration = ModelDeclaration.beside(model);
        return new ModelFiles(model, Files.exists(declaration) ? declaration : null, null, null, Map.of());
    }

    /** With the user's own inputs, where there are some; labels belong to inputs and are never mixed with others'. */
    public ModelFiles with(@Nullable Path otherInputs, @Nullable Path otherLabels) throws LaunchException {
        if (otherInputs == null) {
            if (otherLabels != null && inputs == null) {
                throw new LaunchException("--labels " + otherLabels
                        + " speaks of inputs, and there are none; name their folder with --inputs");
            }
            return otherLabels == null
                    ? this
                    : new ModelFiles(model, declaration, inputs, readable(otherLabels), options);
        }
        if (!Files.isDirectory(otherInputs)) {
            throw new LaunchException("there is no folder " + otherInputs.toAbsolutePath()
                    + "; --inputs names a folder of pictures or .npy files");
        }
        return new ModelFiles(
                model,
                declaration,
                otherInputs.toAbsolutePath(),
                otherLabels == null ? null : readable(otherLabels),
                options);
    }

    private static Path readable(Path labels) throws LaunchException {
        if (!Files.isReadable(labels)) {
            throw new LaunchException("cannot read the labels " + labels.toAbsolutePath() + "; is the path right?");
        }
        return labels.toAbsolutePath();
    }
}
