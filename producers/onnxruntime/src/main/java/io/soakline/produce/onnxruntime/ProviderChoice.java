package io.soakline.produce.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.EngineException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an engine is run on.
 *
 * @param options of the provider, in ONNX Runtime's own words
 * @param mayFallBack whether nodes that the provider cannot run may run on the processor
 */
record ProviderChoice(ExecutionProvider provider, SortedMap<String, String> options, boolean mayFallBack) {

    /** What engines without a word about it are run on. */
    static final ProviderChoice CPU = new ProviderChoice(ExecutionProvider.CPU, new TreeMap<>(), true);

    private static final String PROVIDER = "provider";
    private static final String OPTIONS = "provider-options";
    private static final String FALLBACK = "fallback";
    private static final String REFUSE = "refuse";
    private static final String ALLOW = "allow";
    /** Before an option of the provider, in an engine's configuration. */
    private static final String PREFIX = "provider.";
    /** TF32 is on by default, and gives products of 32-bit numbers the precision of 10 bits: that must not be silent. */
    private static final String USE_TF32 = "use_tf32";

    static List<BuildOption> describe() {
        return List.of(
                new BuildOption(
                        PROVIDER,
                        ExecutionProvider.CPU.word(),
                        "execution provider: "
                                + Arrays.stream(ExecutionProvider.values())
                                        .map(ExecutionProvider::word)
                                        .collect(Collectors.joining(", "))),
                new BuildOption(OPTIONS, "", "of the provider, in ONNX Runtime's words: device_id=0,use_tf32=0,…"),
                new BuildOption(
                        FALLBACK,
                        REFUSE,
                        "what of nodes that the provider cannot run: refuse the model, or allow them on the processor"));
    }

    /** Reads a builder's options. */
    static ProviderChoice parse(Map<String, String> given) throws EngineException {
        ExecutionProvider provider = ExecutionProvider.of(given.getOrDefault(PROVIDER, ExecutionProvider.CPU.word()));
        SortedMap<String, String> options = options(given.getOrDefault(OPTIONS, ""));
        provider.requireKnown(options);
        if (provider == ExecutionProvider.CPU) {
            return CPU;
        }
        if (provider == ExecutionProvider.CUDA) {
            options.putIfAbsent(USE_TF32, "1");
        }
        return new ProviderChoice(provider, options, mayFallBack(given.getOrDefault(FALLBACK, REFUSE)));
    }

    /** Reads an engine's configuration. */
    static ProviderChoice ofConfiguration(Map<String, String> configuration) throws EngineException {
        String word = configuration.get(PROVIDER);
        if (word == null) {
            return CPU;
        }
        SortedMap<String, String> options = new TreeMap<>();
        configuration.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                options.put(key.substring(PREFIX.length()), value);
            }
        });
        return new ProviderChoice(
                ExecutionProvider.of(word), options, mayFallBack(configuration.getOrDefault(FALLBACK, REFUSE)));
    }

    private static boolean mayFallBack(String word) throws EngineException {
        if (!word.equals(REFUSE) && !word.equals(ALLOW)) {
            throw new EngineException("option fallback is \"" + word + "\", expected refuse or allow");
        }
        return word.equals(ALLOW);
    }

    /** A value may hold commas, as TensorRT's shapes do: only what looks like a key begins the next option. */
    private static SortedMap<String, String> options(String text) throws EngineException {
        SortedMap<String, String> options = new TreeMap<>();
        if (text.isBlank()) {
            return options;
        }
        for (String option : text.split(",(?=\\s*[A-Za-z_0-9]+=)", -1)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new EngineException("option provider-options is \"" + text
                        + "\", expected KEY=VALUE,KEY=VALUE as in device_id=0,use_tf32=0");
            }
            options.put(
                    option.substring(0, equals).strip(),
                    option.substring(equals + 1).strip());
        }
        return options;
    }

    /** For an engine's configuration; empty for the processor. */
    SortedMap<String, String> configuration() {
        SortedMap<String, String> configuration = new TreeMap<>();
        if (provider != ExecutionProvider.CPU) {
            configuration.put(PROVIDER, provider.word());
            configuration.put(FALLBACK, mayFallBack ? ALLOW : REFUSE);
            options.forEach((key, value) -> configuration.put(PREFIX + key, value));
        }
        return configuration;
    }

    /** Refuses a provider that this process's ONNX Runtime was built without. */
    void requireOffered() throws EngineException {
        requireOffered(OrtEnvironment.getAvailableProviders());
    }

    void requireOffered(Set<OrtProvider> available) throws EngineException {
        if (available.contains(provider.inRuntime())) {
            return;
        }
        String offered = Arrays.stream(ExecutionProvider.values())
                .filter(other -> available.contains(other.inRuntime()))
                .map(ExecutionProvider::word)
                .collect(Collectors.joining(", "));
        throw new EngineException("the ONNX Runtime here offers the providers " + offered + ", not " + provider.word()
                + ": " + provider.word() + " " + provider.origin() + "; name the folder of a build that has it in "
                + NativeBuild.FOLDER_VARIABLE);
    }

    void applyTo(SessionOptions session) throws OrtException, EngineException {
        provider.addTo(session, options);
        if (!mayFallBack) {
            session.addConfigEntry("session.disable_cpu_ep_fallback", "1");
        }
    }

    /**
     * What to do when a session with it cannot be opened.
     *
     * @param reason in ONNX Runtime's words
     */
    String advice(String reason) {
        if (reason.contains("fallback to CPU EP has been explicitly disabled")) {
            return "with fallback=allow what " + provider.word() + " cannot run runs on the processor";
        }
        if (reason.contains("Failed to find") && reason.contains("shared provider")) {
            return "put " + System.mapLibraryName("onnxruntime_providers_" + provider.word())
                    + " of the same build beside its other libraries";
        }
        if (reason.contains("not compiled with") || reason.contains("not supported in this build")) {
            return "its library has " + provider.word() + ", its Java glue ("
                    + System.mapLibraryName("onnxruntime4j_jni")
                    + ") was built without: build both at once with --build_java";
        }
        if (reason.contains("Unknown provider option")) {
            return "see ONNX Runtime's documentation of that provider";
        }
        return switch (provider) {
            case CPU -> "is it a complete ONNX model?";
            case CUDA -> "are an NVIDIA driver, CUDA 12 with cuBLAS, cuRAND and cuFFT, and cuDNN 9 in LD_LIBRARY_PATH?";
            case TENSORRT -> "are an NVIDIA driver, CUDA 12, cuDNN 9 and TensorRT 10 in LD_LIBRARY_PATH?";
            default -> "are the libraries of " + provider.word() + " in LD_LIBRARY_PATH?";
        };
    }
}
