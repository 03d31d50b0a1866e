package io.soakline.produce.engine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The identity of an engine, written beside its artefacts as {@value #FILE_NAME}.
 *
 * <p>An engine is what it does, not its bytes: {@link #engineId()} covers the model, the compiler, the builder
 * configuration and the schedule that was chosen. The artefact digest is kept as information only, because two builds
 * of the same schedule may differ in bytes.
 *
 * @param version format of this file, 1
 * @param name as people see it
 * @param compiler {@code tvm}, {@code autotvm}, {@code autoscheduler}, {@code onnxruntime}, {@code tensorrt}
 * @param compilerVersion for example {@code 0.18.0}
 * @param target what code was generated for, for example {@code llvm -mcpu=x86-64-v3}
 * @param modelName file name of the ONNX model without its folder
 * @param modelDigest SHA-256 of the ONNX file, lower-case hexadecimal
 * @param configuration every builder option that shaped the engine, sorted
 * @param scheduleDigest digest of the chosen schedules or tactics; null where the compiler makes no choice
 * @param artefactDigest SHA-256 over the artefact files
 * @param inputs what {@link InferenceEngine#stage} expects, in order
 * @param outputs what {@link InferenceEngine#fetch} offers, in order
 */
public record EngineManifest(
        int version,
        String name,
        String compiler,
        String compilerVersion,
        String target,
        String modelName,
        String modelDigest,
        SortedMap<String, String> configuration,
        @Nullable String scheduleDigest,
        String artefactDigest,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs) {

    public static final String FILE_NAME = "engine.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public EngineManifest {
        if (version != 1) {
            throw new IllegalArgumentException("engine manifest has version " + version + ", this program reads 1");
        }
        configuration = new TreeMap<>(configuration);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Digest over model, compiler, target, configuration and schedule: 32 hexadecimal digits. */
    @JsonIgnore
    public String engineId() {
        return ContentDigest.ofText(
                        modelDigest,
                        compiler,
                        compilerVersion,
                        target,
                        configuration.toString(),
                        String.valueOf(scheduleDigest))
                .substring(0, 32);
    }

    /** Digest over compiler, version, target and configuration: what the builder was told. */
    @JsonIgnore
    public String configurationDigest() {
        return ContentDigest.ofText(compiler, compilerVersion, target, configuration.toString());
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

    /** Reads {@value #FILE_NAME} from {@code directory}. */
    public static EngineManifest read(Path directory) throws EngineException {
        Path file = directory.resolve(FILE_NAME);
        try {
            return JSON.readValue(Files.readString(file), EngineManifest.class);
        } catch (JsonProcessingException e) {
            throw new EngineException(
                    file + " is not an engine manifest: " + e.getOriginalMessage() + "; build the engine again", e);
        } catch (IOException e) {
            throw new EngineException(
                    "no engine in " + directory + ": cannot read " + file.getFileName()
                            + "; build one with: soakline build MODEL.onnx --compiler tvm",
                    e);
        }
    }
}
