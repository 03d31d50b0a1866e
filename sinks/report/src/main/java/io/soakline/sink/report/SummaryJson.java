package io.soakline.sink.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The summary as JSON, fields in the order of the document's definition. */
public final class SummaryJson {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            // A later version may have added fields.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private SummaryJson() {}

    /** Indented, with a closing line end. */
    public static String write(SoakSummary summary) {
        try {
            return MAPPER.writeValueAsString(summary) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a summary always has a JSON form", e);
        }
    }

    /**
     * Writes the file whole or not at all.
     *
     * @throws IOException naming the file
     */
    public static void write(SoakSummary summary, Path file) throws IOException {
        WholeFile.write("the summary", file, write(summary));
    }

    /** @throws IOException when it is not a summary */
    public static SoakSummary read(String json) throws IOException {
        return MAPPER.readValue(json, SoakSummary.class);
    }
}
