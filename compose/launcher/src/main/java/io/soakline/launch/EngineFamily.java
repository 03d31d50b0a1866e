package io.soakline.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Engines that share a native library, and with it a producer process and its class path. */
@SuppressWarnings("ImmutableEnumChecker") // the lists and maps are copies that nobody changes
public enum EngineFamily {
    ONNXRUNTIME("producers/onnxruntime", List.of("onnxruntime", "synthetic"), Map.of()),
    TVM(
            "producers/tvm",
            List.of("tvm", "autotvm", "autoscheduler", "metaschedule"),
            // At most so many threads, of which an engine is given one unless it asks for more; else TVM would start
            // one per core. Pinned by TVM itself they would all be on the same core.
            Map.of("TVM_NUM_THREADS", "4", "TVM_BIND_THREADS", "0")),
    TENSORRT("producers/tensorrt", List.of("tensorrt"), Map.of());

    private final String module;
    private final List<String> compilers;
    private final Map<String, String> environment;

    EngineFamily(String module, List<String> compilers, Map<String, String> environment) {
        this.module = module;
        this.compilers = List.copyOf(compilers);
        this.environment = Map.copyOf(environment);
    }

    /** The family that builds and runs engines of {@code compiler}. */
    public static EngineFamily of(String compiler) throws LaunchException {
        for (EngineFamily family : values()) {
            if (family.compilers.contains(compiler)) {
                return family;
            }
        }
        throw new LaunchException("no compiler \"" + compiler + "\"; there are: " + String.join(", ", allCompilers()));
    }

    /** What engines can be built with, all families together. */
    public static List<String> allCompilers() {
        return Arrays.stream(values())
                .flatMap(family -> family.compilers.stream())
                .toList();
    }

    /** Module folder, relative to the home folder. */
    public String module() {
        return module;
    }

    public List<String> compilers() {
        return compilers;
    }

    /** Environment variables that the family's process is started with. */
    public Map<String, String> environment() {
        return environment;
    }
}
