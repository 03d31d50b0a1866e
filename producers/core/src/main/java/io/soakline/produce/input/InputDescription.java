package io.soakline.produce.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@value #FILE_NAME} in a folder of inputs holds; version 1.
 *
 * @param preprocessing how pictures become tensors; null when the model's declaration says it
 */
record InputDescription(int version, String name, @Nullable Preprocessing preprocessing, List<Entry> inputs) {

    static final String FILE_NAME = "inputs.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One input.
     *
     * @param file name inside the folder: a picture, a .npy file, or a folder with one .npy file for each tensor
     * @param label expected class, from 0; null when unknown
     */
    record Entry(String file, @Nullable Integer label) {}

    InputDescription {
        if (version != 1) {
            throw new IllegalArgumentException("version is " + version + ", this program reads 1");
        }
        if (name == null || inputs == null || inputs.isEmpty()) {
            throw new IllegalArgumentException("name and at least one input are needed");
        }
        if (inputs.stream().anyMatch(i -> i == null || i.file() == null)) {
            throw new IllegalArgumentException("each input needs a file");
        }
        long labelled = inputs.stream().filter(i -> i.label() != null).count();
        if (labelled != 0 && labelled != inputs.size()) {
            throw new IllegalArgumentException(
                    labelled + " of " + inputs.size() + " inputs have a label: label all of them or none");
        }
        if (inputs.stream().anyMatch(i -> i.label() != null && i.label() < 0)) {
            throw new IllegalArgumentException("a label is a class number from 0, and one is negative");
        }
        inputs = List.copyOf(inputs);
    }

    /** @throws EngineException when {@value #FILE_NAME} is not understood */
    static InputDescription read(Path folder) throws EngineException {
        Path file = folder.resolve(FILE_NAME);
        try {
            return JSON.readValue(Files.readString(file), InputDescription.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String message =
                    cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
            throw new EngineException(file + " does not describe an input set: " + message, e);
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + ": " + e, e);
        }
    }
}
