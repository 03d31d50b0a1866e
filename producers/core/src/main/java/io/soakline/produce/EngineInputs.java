package io.soakline.produce;

import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.input.InputFolder;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.input.Preprocessing;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the engines of a process are fed with, and what is declared of their model. There is one input set: it is made when
 * the first engine says what it takes, and must fit the others.
 */
final class EngineInputs {

    private final @Nullable Path folder;
    private final @Nullable Path labels;
    private final @Nullable Path declaration;
    private final int generated;
    private final long seed;
    private @Nullable InputSet inputs;
    private @Nullable Preprocessing usedPreprocessing;

    /**
     * @param folder of an input set; null to have inputs generated
     * @param labels file of expected classes; null for those of the input set, if any
     * @param declaration of the model; null for those in the engines' folders
     * @param generated how many, without a folder
     * @throws IllegalArgumentException when there are labels without inputs, or fewer than one input is wanted
     */
    EngineInputs(@Nullable Path folder, @Nullable Path labels, @Nullable Path declaration, int generated, long seed) {
        if (generated < 1) {
            throw new IllegalArgumentException("--generated-inputs is " + generated + ", expected at least 1");
        }
        if (labels != null && folder == null) {
            throw new IllegalArgumentException("--labels is " + labels
                    + ", but generated inputs have no expected class;" + " give the inputs with --inputs");
        }
        this.folder = folder;
        this.labels = labels;
        this.declaration = declaration;
        this.generated = generated;
        this.seed = seed;
    }

    /** What is declared of an engine's model, and fits the engine; null when nothing is declared. */
    @Nullable
    ModelDeclaration declarationOf(Path directory, EngineManifest engine) throws EngineException {
        ModelDeclaration declared =
                declaration == null ? ModelDeclaration.ofEngine(directory) : ModelDeclaration.read(declaration);
        if (declared != null) {
            declared.requireFor(engine);
        }
        return declared;
    }

    /** The input set, which fits {@code engine}. */
    InputSet forEngine(EngineManifest engine, @Nullable ModelDeclaration declared) throws EngineException {
        Preprocessing preprocessing = declared == null ? null : declared.preprocessing();
        InputSet set = inputs;
        if (set == null) {
            set = folder == null
                    ? GeneratedInputs.of(engine.inputs(), generated, seed)
                    : InputFolder.read(folder, labels, preprocessing);
            inputs = set;
            usedPreprocessing = preprocessing;
        } else if (folder != null && !Objects.equals(usedPreprocessing, preprocessing)) {
            throw new EngineException(
                    "engine " + engine.name() + " declares another preprocessing than the engine before;"
                            + " give one for all with --declaration, or soak them apart");
        }
        set.requireFor(engine);
        return set;
    }
}
