package io.soakline.produce.output.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What {@value #NAME} in a folder of golden outputs holds; version 1. Written last: a folder that has it is complete.
 *
 * @param origin name of the engine that gave the outputs
 * @param engineId of that engine
 * @param outputs what one output consists of
 */
record GoldenFile(
        int version,
        String origin,
        String engineId,
        String modelDigest,
        String inputSetDigest,
        List<TensorSpec> outputs,
        List<Probe> probes) {

    static final String NAME = "golden.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * The output of one input.
     *
     * @param input its index in the input set
     * @param digest canonical, 32 hexadecimal digits
     * @param files one .npy file per tensor, inside the folder
     */
    record Probe(int input, String digest, List<String> files) {}

    GoldenFile {
        if (version != 1) {
            throw new IllegalArgumentException("version is " + version + ", this program reads 1");
        }
        if (origin == null || engineId == null || modelDigest == null || inputSetDigest == null) {
            throw new IllegalArgumentException("origin, engineId, modelDigest and inputSetDigest are needed");
        }
        if (outputs == null || outputs.isEmpty() || probes == null || probes.isEmpty()) {
            throw new IllegalArgumentException("at least one output and one probe are needed");
        }
        outputs = List.copyOf(outputs);
        probes = List.copyOf(probes);
    }

    static GoldenFile read(Path folder) throws EngineException {
        Path file = folder.resolve(NAME);
        try {
            return JSON.readValue(Files.readString(file), GoldenFile.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason =
                    cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
            throw new EngineException(
                    file + " does not describe golden outputs: " + reason + "; keep them again with --keep-golden", e);
        } catch (NoSuchFileException e) {
            throw new EngineException(
                    "no golden outputs in " + folder + ": " + NAME + " is missing; keep some with --keep-golden", e);
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + ": " + e, e);
        }
    }

    void write(Path folder) throws IOException {
        Path draft = folder.resolve(NAME + ".draft");
        Files.writeString(draft, JSON.writeValueAsString(this) + "\n");
        Files.move(draft, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
