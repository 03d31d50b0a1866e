package io.soakline.produce.tvm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.produce.engine.BuildProgress;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.EngineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code build_engine.py} in the bundled Python: a process of its own, because TVM's compiler needs hundreds of
 * megabytes, may crash, and is written for Python. The process ends when this one does.
 */
final class BuildScript {

    private static final String RESOURCES = "python/";
    private static final List<String> SCRIPTS = List.of(
            "autoscheduler_fixes.py",
            "build_engine.py",
            "compiler.py",
            "folding.py",
            "importer.py",
            "linker.py",
            "measuring.py",
            "metaschedule.py",
            "nvrtc.py",
            "onnx/__init__.py",
            "onnx/checker.py",
            "onnx/mapping.py",
            "onnx/numpy_helper.py",
            "records.py",
            "report.py",
            "search.py",
            "weights.py");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Stands in the queue for the end of the script's output. */
    private static final String END = "";
    /** Of TVM when it starts, once for every worker: it probes for a processor of a phone maker. */
    private static final String HARMLESS = "-mcpu=apple-latest";

    /**
     * What to build; the script's own words.
     *
     * @param hostTarget of the code that starts a GPU's kernels; null when the target is the processor itself
     * @param shapes by input name; the name is empty when the model's one input is meant
     * @param trials measured schedules for each part
     * @param seed of this very search
     * @param tuneTop parts to search, those with the most operations; 0 for all
     * @param output an empty folder for the artefacts
     */
    record Request(
            String model,
            String compiler,
            String target,
            @Nullable String hostTarget,
            int optLevel,
            Map<String, List<Long>> shapes,
            int trials,
            int seed,
            String tuner,
            String strategy,
            int tuneTop,
            @Nullable String records,
            String output) {}

    /** Name, element type in TVM's words, and shape. */
    record Tensor(String name, String type, List<Long> shape) {}

    /**
     * What was built.
     *
     * @param workloads parts of the model that the compiler can tune
     * @param tuned those of them for which there was a record
     * @param scheduleDigest over the records used; null for plain TVM
     * @param searched parts that schedules were searched for; 0 without a search
     * @param measured schedules that were tried in the search
     * @param failed those of them that did not compile, did not run, or took too long
     * @param searchSeconds null without a search
     * @param peakResidentBytes of the script, without the workers that a search starts
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Result(
            List<Tensor> inputs,
            List<Tensor> outputs,
            int workloads,
            int tuned,
            @Nullable String scheduleDigest,
            int searched,
            int measured,
            int failed,
            @Nullable Double searchSeconds,
            long peakResidentBytes) {}

    private final Bundle runtime;
    private final Bundle compiler;
    private final @Nullable CudaLibraries cuda;

    /** @param cuda what the compiler for CUDA wants; null for the other one */
    BuildScript(Bundle runtime, Bundle compiler, @Nullable CudaLibraries cuda) {
        this.runtime = runtime;
        this.compiler = compiler;
        this.cuda = cuda;
    }

    /** Digest of the scripts: another version of them may build another engine. */
    static String digest() {
        List<String> texts = new ArrayList<>();
        for (String script : SCRIPTS) {
            try (InputStream in = resource(script)) {
                texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ContentDigest.ofText(texts.toArray(String[]::new));
    }

    /**
     * Builds into {@code request.output()}.
     *
     * @param scratch an empty folder for everything that may be deleted afterwards
     * @param log where the script's error output goes
     */
    Result run(Request request, Path scratch, Path log, BuildProgress progress)
            throws EngineException, InterruptedException {
        Process process;
        try {
            Path scripts = unpackScripts(scratch.resolve("scripts"));
            Path requestFile = scratch.resolve("request.json");
            JSON.writeValue(requestFile.toFile(), request);
            process = start(scripts, requestFile, scratch, log);
        } catch (IOException e) {
            throw new EngineException(
                    "cannot start TVM's Python in " + compiler.folder() + ": " + Folders.reason(e)
                            + "; is there space, and may programs run from that folder?",
                    e);
        }
        Thread atShutdown = new Thread(() -> kill(process), "kill-tvm-build");
        Runtime.getRuntime().addShutdownHook(atShutdown);
        try {
            return follow(process, log, progress);
        } finally {
            kill(process);
            process.waitFor();
            forget(atShutdown);
            removeHarmlessLines(log);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook is running.
        }
    }

    private Process start(Path scripts, Path request, Path scratch, Path log) throws IOException {
        Path python = compiler.file("python/bin/python3.13");
        ProcessBuilder builder = new ProcessBuilder(
                python.toString(), scripts.resolve("build_engine.py").toString(), request.toString());
        builder.directory(scratch.toFile());
        builder.redirectError(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        // No PATH: nothing of the host's own tools is used.
        environment.put(
                "LD_LIBRARY_PATH",
                compiler.file("python") + ":" + compiler.folder() + ":" + runtime.folder()
                        + (cuda == null ? "" : ":" + cuda.compilerPath(scratch)));
        if (cuda != null) {
            environment.put("SOAKLINE_CUDA_INCLUDE", cuda.includeFolder());
        }
        environment.put("PYTHONPATH", scripts + ":" + compiler.file("packages"));
        environment.put("PYTHONPYCACHEPREFIX", compiler.file("compiled-python").toString());
        environment.put("PYTHONNOUSERSITE", "1");
        environment.put("PYTHONUTF8", "1");
        environment.put("HOME", scratch.toString());
        environment.put(
                "TMPDIR", Files.createDirectories(scratch.resolve("tmp")).toString());
        environment.put("SOAKLINE_LLD", compiler.file("ld.lld").toString());
        // Records are made for, and engines run with, one thread; see EngineSettings.SINGLE_THREAD.
        environment.put("TVM_NUM_THREADS", "1");
        environment.put("TVM_BIND_THREADS", "0");
        // TVM would download schedules that others have tuned.
        environment.put("TOPHUB_LOCATION", "NONE");
        return builder.start();
    }

    private static Result follow(Process process, Path log, BuildProgress progress)
            throws EngineException, InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(process, lines), "tvm-build-output");
        reader.setDaemon(true);
        reader.start();
        for (String line = lines.take(); !line.equals(END); line = lines.take()) {
            JsonNode message = parse(line);
            if (message.has("error")) {
                throw new EngineException(message.path("error").asText());
            }
            if (message.has("done")) {
                return result(message.path("done"));
            }
            progress.at(message.path("stage").asText(), message.path("fraction").asDouble(Double.NaN));
        }
        throw new EngineException("TVM's compiler ended with status " + process.waitFor() + ": " + lastLine(log));
    }

    private static void read(Process process, BlockingQueue<String> lines) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // The process was destroyed while we read: that is its end too.
        } finally {
            lines.add(END);
        }
    }

    private static JsonNode parse(String line) throws EngineException {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new EngineException("TVM's build script said something that is no message: " + line, e);
        }
    }

    private static Result result(JsonNode done) throws EngineException {
        try {
            return JSON.treeToValue(done, Result.class);
        } catch (JsonProcessingException e) {
            throw new EngineException("TVM's build script gave a result that cannot be read: " + done, e);
        }
    }

    private static String lastLine(Path log) {
        try {
            return Files.readString(log)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.contains(HARMLESS))
                    .reduce((earlier, later) -> later)
                    .orElse("it said nothing; was it killed, or the host out of memory?");
        } catch (IOException e) {
            return "its log cannot be read: " + Folders.reason(e);
        }
    }

    private static void removeHarmlessLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            lines.removeIf(line -> line.contains(HARMLESS));
            Files.write(log, lines);
        } catch (IOException e) {
            // Then they stay.
        }
    }

    private static Path unpackScripts(Path folder) throws IOException {
        for (String script : SCRIPTS) {
            Path file = folder.resolve(script);
            Files.createDirectories(file.getParent());
            try (InputStream in = resource(script)) {
                Files.copy(in, file);
            }
        }
        return folder;
    }

    private static InputStream resource(String script) throws IOException {
        InputStream in = BuildScript.class.getResourceAsStream(RESOURCES + script);
        if (in == null) {
            throw new IOException("the resource " + RESOURCES + script + " is missing; build Soakline again");
        }
        return in;
    }
}
