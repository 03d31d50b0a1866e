package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is asked of TensorRT and CUDA. One class calls them; another plays recorded data back for tests. */
public interface TensorRt {

    /** Of the library that was loaded, for example {@code 11.2.1}. */
    String version();

    /** Facts of the device, as deviceQuery prints them, with driver and runtime versions. */
    Map<String, String> device();

    /**
     * How a plan is to be built.
     *
     * @param tf32 whether 32-bit products may round their factors to 10 bits of mantissa
     * @param workspaceMebibytes for intermediate results; null for all there is
     * @param optimizationLevel 0 to 5
     * @param timingCache file of tactic times, read where it is there and written afterwards; null for none
     * @param editableCache whether the chosen tactics can be changed in the cache
     * @param errorOnCacheMiss whether a build fails that would have to time something new
     * @param distributiveIndependence whether results may not depend on the position in the batch
     * @param profilingVerbosity {@code none}, {@code layer_names_only} or {@code detailed}
     * @param hardwareCompatibility {@code none}, {@code ampere_plus} or {@code same_compute_capability}
     */
    record Settings(
            boolean tf32,
            @Nullable Long workspaceMebibytes,
            int optimizationLevel,
            @Nullable Path timingCache,
            boolean editableCache,
            boolean errorOnCacheMiss,
            boolean distributiveIndependence,
            String profilingVerbosity,
            String hardwareCompatibility) {}

    /**
     * How a plan runs.
     *
     * @param graph whether the work is recorded once and replayed as a CUDA graph
     * @param spin whether the host waits for the device spinning; else it sleeps
     * @param copyOut whether copying the outputs to the host is part of a run
     */
    record RunSettings(boolean graph, boolean spin, boolean copyOut) {

        /** Kernel by kernel, spinning, and bringing everything home. */
        public static final RunSettings PLAIN = new RunSettings(false, true, true);
    }

    /** Says with which shape an input is run. */
    interface ShapeResolver {

        /** @param declared by the model, -1 for what it leaves open */
        List<Long> resolve(String input, long[] declared) throws EngineException;
    }

    /** Builds a plan from an ONNX model without open sizes, and writes it to {@code plan}. The log gets TensorRT's verbose lines. */
    void build(byte[] model, Settings settings, Path plan, Consumer<String> log) throws EngineException;

    /**
     * Loads a plan, with a stream, an execution context and pinned memory of its own.
     *
     * @param shapes of inputs whose sizes are open in the plan, by name
     */
    Execution open(Path plan, ShapeResolver shapes, RunSettings settings) throws EngineException;
}
