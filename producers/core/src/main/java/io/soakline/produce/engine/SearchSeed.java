package io.soakline.produce.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The seed that the search of one compile began with. A builder that searches writes it beside the engine: the key {@code
 * seed}, a whole number, in {@value #FILE_NAME}, among whatever else it tells of its search. It is no part of the engine's
 * identity: rebuilds of one configuration search with other seeds.
 */
public final class SearchSeed {

    public static final String FILE_NAME = "search.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private SearchSeed() {}

    /** Reads it from {@code directory}; null where there is no {@value #FILE_NAME}: nothing was searched in that compile. */
    public static @Nullable Long readIfThere(Path directory) throws EngineException {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return null;
        }
        JsonNode seed;
        try {
            seed = JSON.readTree(Files.readString(file)).path("seed");
        } catch (JsonProcessingException e) {
            throw new EngineException(
                    file + " does not describe a search: " + e.getOriginalMessage() + "; build the engine again", e);
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw new EngineException(
                    file + " has no whole number as \"seed\", which each search has; build the engine again");
        }
        return seed.asLong();
    }
}
