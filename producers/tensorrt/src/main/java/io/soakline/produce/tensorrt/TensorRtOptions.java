package io.soakline.produce.tensorrt;

import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InputShapes;
import io.soakline.produce.tensorrt.door.TensorRt;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Options of a build and of how its engine runs, checked. */
record TensorRtOptions(SortedMap<String, String> values, InputShapes shapes) {

    static final List<BuildOption> ALL = List.of(
            new BuildOption("precision", "fp32", "fp32, or fp16: weights and arithmetic in half precision"),
            new BuildOption("tf32", "false", "true: factors of 32-bit products may be rounded to 10 bits"),
            new BuildOption("workspace-mib", "", "memory for intermediate results in MiB; empty for all there is"),
            new BuildOption("optimization-level", "3", "0 to 5: how long tactics are searched"),
            new BuildOption(
                    "hardware-compatibility",
                    "none",
                    "none, ampere_plus or same_compute_capability: devices it runs on"),
            new BuildOption("timing-cache", "", "file of tactic times, read and written"),
            new BuildOption("editable-cache", "false", "true: tactics in the timing cache can be changed"),
            new BuildOption("error-on-cache-miss", "false", "true: fail where the timing cache has no time"),
            new BuildOption("profiling-verbosity", "detailed", "none, layer_names_only, detailed"),
            new BuildOption("distributive-independence", "false", "true: no result depends on its place in the batch"),
            new BuildOption("input-shape", "", "sizes that the model leaves open: 1x3x48x192, or name:1x3x48x192,…"),
            new BuildOption("graph", "false", "true: run as a CUDA graph"),
            new BuildOption("sync", "spin", "how the host waits for the device: spin or block"),
            new BuildOption(
                    "copy-out",
                    "true",
                    "false: an inference ends with its outputs on the device, copies are not timed"),
            new BuildOption(
                    "digest", "auto", "where outputs are digested: host, device, or auto for the faster of the two"));

    /** Those that a plan does not depend on. */
    private static final Set<String> RUN_OPTIONS = Set.of("graph", "sync", "copy-out", "digest");

    static TensorRtOptions parse(Map<String, String> given) throws EngineException {
        SortedMap<String, String> values = new TreeMap<>();
        for (BuildOption option : ALL) {
            values.put(option.key(), given.getOrDefault(option.key(), option.defaultValue()));
        }
        TensorRtOptions options = new TensorRtOptions(values, InputShapes.parse(value(values, "input-shape")));
        options.oneOf("precision", "fp32", "fp16");
        options.oneOf("profiling-verbosity", "none", "layer_names_only", "detailed");
        options.oneOf("hardware-compatibility", "none", "ampere_plus", "same_compute_capability");
        options.oneOf("sync", "spin", "block");
        options.oneOf("digest", "auto", "host", "device");
        for (String flag : List.of(
                "tf32", "editable-cache", "error-on-cache-miss", "distributive-independence", "graph", "copy-out")) {
            options.oneOf(flag, "true", "false");
        }
        options.number("optimization-level", 0, 5);
        if (!options.value("workspace-mib").isEmpty()) {
            options.number("workspace-mib", 1, 1 << 20);
        }
        if (options.value("timing-cache").isEmpty()
                && (options.is("editable-cache") || options.is("error-on-cache-miss"))) {
            throw new EngineException("options editable-cache and error-on-cache-miss need --option timing-cache=FILE");
        }
        return options;
    }

    private static String value(Map<String, String> values, String key) {
        return values.getOrDefault(key, "");
    }

    String value(String key) {
        return value(values, key);
    }

    /** What a plan depends on. */
    SortedMap<String, String> builderValues() {
        SortedMap<String, String> builder = new TreeMap<>(values);
        builder.keySet().removeAll(RUN_OPTIONS);
        return builder;
    }

    boolean is(String key) {
        return value(key).equals("true");
    }

    private void oneOf(String key, String... allowed) throws EngineException {
        if (!List.of(allowed).contains(value(key))) {
            throw new EngineException(
                    "option " + key + " is \"" + value(key) + "\", expected " + String.join(" or ", allowed));
        }
    }

    private long number(String key, long least, long most) throws EngineException {
        try {
            long number = Long.parseLong(value(key));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new EngineException("option " + key + " is \"" + value(key) + "\", expected " + least + " to " + most);
    }

    boolean half() {
        return value("precision").equals("fp16");
    }

    TensorRt.RunSettings runSettings() {
        return new TensorRt.RunSettings(is("graph"), value("sync").equals("spin"), is("copy-out"));
    }

    TensorRt.Settings settings() throws EngineException {
        String cache = value("timing-cache");
        return new TensorRt.Settings(
                is("tf32"),
                workspace(),
                (int) number("optimization-level", 0, 5),
                cache.isEmpty() ? null : Path.of(cache).toAbsolutePath(),
                is("editable-cache"),
                is("error-on-cache-miss"),
                is("distributive-independence"),
                value("profiling-verbosity"),
                value("hardware-compatibility"));
    }

    private @Nullable Long workspace() throws EngineException {
        return value("workspace-mib").isEmpty() ? null : (Long) number("workspace-mib", 1, 1 << 20);
    }
}
