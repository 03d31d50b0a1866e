package io.soakline.produce.declare;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.input.Preprocessing;
import io.soakline.record.OutputDeclaration;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of a model in {@code MODEL.soakline.json} beside {@code MODEL.onnx}, and kept in each engine's folder as
 * {@value #FILE_NAME}.
 *
 * @param preprocessing how pictures become the model's input; null when that is not said here
 * @param outputs what outputs mean; null for as they are
 * @param tolerance within which two outputs count as equal
 */
public record ModelDeclaration(
        @Nullable Preprocessing preprocessing, @Nullable OutputRule outputs, Tolerance tolerance) {

    /** Name inside an engine's folder. */
    public static final String FILE_NAME = "declaration.json";

    private static final String SUFFIX = ".soakline.json";

    /** Where the declaration of a model lies: {@code net.soakline.json} for {@code net.onnx}. */
    public static Path beside(Path model) {
        String name = String.valueOf(model.getFileName());
        int dot = name.lastIndexOf('.');
        return model.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + SUFFIX);
    }

    /** @throws EngineException when the file cannot be read, or for the first thing in it that is not understood */
    public static ModelDeclaration read(Path file) throws EngineException {
        return DeclarationReader.read(file);
    }

    /** The declaration in an engine's folder; null when there is none. */
    public static @Nullable ModelDeclaration ofEngine(Path directory) throws EngineException {
        Path file = directory.resolve(FILE_NAME);
        return Files.exists(file) ? read(file) : null;
    }

    /** @throws EngineException when the declaration speaks of outputs that this engine does not have */
    public void requireFor(EngineManifest engine) throws EngineException {
        if (outputs != null) {
            try {
                outputs.requireFor(engine.outputs());
            } catch (EngineException e) {
                throw new EngineException("engine " + engine.name() + ": " + e.getMessage(), e);
            }
        }
    }

    /** For the runs' records. */
    public OutputDeclaration toRecord() {
        return OutputDeclaration.newBuilder()
                .setKind(outputs == null ? null : outputs.kind())
                .setAbsoluteTolerance(tolerance.absolute())
                .setRelativeTolerance(tolerance.relative())
                .setAgreementThreshold(outputs == null ? null : outputs.agreementThreshold())
                .build();
    }
}
