package io.soakline.produce;

import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.soak.SoakClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts beside an engine which build it came from, and what is declared of its model. */
final class BuildLineage {

    /** File systems keep times of seconds at worst. */
    private static final long CLOCK_GRAIN_MILLIS = 2000;

    private final @Nullable Path declarationFile;
    private final @Nullable ModelDeclaration declaration;
    private final long startedAtMillis;

    private BuildLineage(@Nullable Path file, @Nullable ModelDeclaration declaration, long startedAtMillis) {
        this.declarationFile = file;
        this.declaration = declaration;
        this.startedAtMillis = startedAtMillis;
    }

    /**
     * Before the build, so that a mistake in the declaration is not found after hours of tuning.
     *
     * @param given declaration; null for the one beside the model, where there is one
     */
    static BuildLineage begin(Path model, @Nullable Path given) throws EngineException {
        Path beside = ModelDeclaration.beside(model);
        Path file = given == null && Files.exists(beside) ? beside : given;
        return new BuildLineage(file, file == null ? null : ModelDeclaration.read(file), nowMillis());
    }

    private static long nowMillis() {
        return SoakClock.SYSTEM.wallNanos() / 1_000_000;
    }

    /**
     * After the build.
     *
     * @param seconds since it began
     * @return the build that the engine came from; null for an engine of an older version from the cache
     */
    @Nullable
    EngineBuild complete(Path directory, int number, double seconds) throws EngineException {
        declare(directory);
        EngineBuild known = EngineBuild.readIfThere(directory);
        if (known != null || !isNew(directory)) {
            return known;
        }
        EngineBuild build = new EngineBuild(
                1,
                UUID.randomUUID().toString(),
                number,
                SoakClock.SYSTEM.wallNanos(),
                Math.round(seconds * 1000) / 1000.0);
        build.write(directory);
        return build;
    }

    /** Whether the engine was written since the build began, and not found in the cache. */
    private boolean isNew(Path directory) throws EngineException {
        Path manifest = directory.resolve(EngineManifest.FILE_NAME);
        try {
            return Files.getLastModifiedTime(manifest).toMillis() >= startedAtMillis - CLOCK_GRAIN_MILLIS;
        } catch (IOException e) {
            throw new EngineException("cannot read " + manifest + ": " + e, e);
        }
    }

    private void declare(Path directory) throws EngineException {
        Path place = directory.resolve(ModelDeclaration.FILE_NAME);
        try {
            if (declarationFile == null || declaration == null) {
                Files.deleteIfExists(place);
                return;
            }
            declaration.requireFor(EngineManifest.read(directory));
            Files.copy(declarationFile, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EngineException("cannot put the declaration of the model into " + place + ": " + e, e);
        }
    }
}
