package io.soakline.produce.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one compile that an engine came from, written beside it as {@value #FILE_NAME} and kept for as long as the engine
 * lies in the cache: an engine that is found there keeps the build that made it.
 *
 * @param version format of this file, 1
 * @param buildId unique to this compile
 * @param number 1 for the first; rebuilds of one configuration count up
 * @param builtAtNanos end of the compile, wall clock, nanoseconds since 1970
 * @param seconds how long it took; null when not known
 */
public record EngineBuild(
        int version,
        String buildId,
        int number,
        long builtAtNanos,
        @Nullable Double seconds) {

    public static final String FILE_NAME = "build.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public EngineBuild {
        if (version != 1) {
            throw new IllegalArgumentException("version is " + version + ", this program reads 1");
        }
        if (buildId == null || buildId.isBlank() || number < 1) {
            throw new IllegalArgumentException("buildId and a number of at least 1 are needed");
        }
    }

    /** Writes {@value #FILE_NAME} into {@code directory}. */
    public void write(Path directory) throws EngineException {
        Path file = directory.resolve(FILE_NAME);
        try {
            Files.writeString(file, JSON.writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new EngineException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads {@value #FILE_NAME} from {@code directory}; null when it is not there, as for engines of older versions. */
    public static @Nullable EngineBuild readIfThere(Path directory) throws EngineException {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return JSON.readValue(Files.readString(file), EngineBuild.class);
        } catch (JsonProcessingException e) {
            throw new EngineException(
                    file + " does not describe a build: " + e.getOriginalMessage() + "; build the engine again", e);
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
