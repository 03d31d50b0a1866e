package io.soakline.produce.tvm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the search of one build, written beside the engine as {@value EngineFiles#SEARCH}. It is no part of
 * the engine's identity: of two builds, the schedules found say whether they are the same engine.
 *
 * @param seed of this search: the option, plus the build's number, less one
 * @param searched parts of the model that schedules were searched for
 * @param measured schedules tried
 * @param failed those of them that did not compile, did not run, or took too long
 * @param seconds spent searching; null when not known
 */
record SearchFacts(
        int seed,
        int searched,
        int measured,
        int failed,
        @Nullable Double seconds) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    void write(Path directory) throws EngineException {
        Path file = directory.resolve(EngineFiles.SEARCH);
        try {
            Files.writeString(file, JSON.writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new EngineException("cannot write " + file + ": " + Folders.reason(e), e);
        }
    }
}
