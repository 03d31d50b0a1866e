package io.soakline.produce.tvm;

import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.BuildProgress;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineBuilder;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles ONNX files with TVM: with Relay's default schedules, with AutoTVM, with AutoScheduler, or with MetaSchedule.
 *
 * <p>The cache holds, below {@link BuildRequest#cacheDirectory()}, the unpacked bundle ({@code tvm-runtime-…}, {@code
 * tvm-compiler-…}) and a folder of engines for each compiler. Builds may run at the same time, in one process or several.
 */
public final class TvmEngineBuilder implements EngineBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(TvmEngineBuilder.class);
    /** Share of a first build that unpacking takes, for the progress. */
    private static final double UNPACKING = 0.1;
    /** Element types that TVM4J can carry. */
    private static final Set<ElementType> CARRIED = EnumSet.of(
            ElementType.FLOAT64,
            ElementType.FLOAT32,
            ElementType.FLOAT16,
            ElementType.INT64,
            ElementType.INT32,
            ElementType.INT8,
            ElementType.UINT8);

    @Override
    public List<String> compilers() {
        return TvmCompiler.words();
    }

    @Override
    public List<BuildOption> options(String compiler) {
        return TvmOptions.describe(TvmCompiler.of(compiler));
    }

    @Override
    public Path build(BuildRequest request, BuildProgress progress) throws EngineException, InterruptedException {
        HostCpu.requireSupported();
        TvmCompiler compiler = compiler(request.compiler());
        TvmOptions options = TvmOptions.parse(compiler, request.options(), HostCpu.defaultTarget());
        if (options.target().equals(HostCpu.TARGET_GENERIC)) {
            LOG.warn("this CPU has no AVX2 and FMA: compiling for {}, which is slower", HostCpu.TARGET_GENERIC);
            progress.at("no AVX2 here: compiling for generic x86-64", 0);
        }
        String modelDigest = digest(request.model(), "the model");
        String recordsDigest = options.records() == null ? null : digest(options.records(), "tuning records");
        SortedMap<String, String> configuration = options.configuration(compiler, recordsDigest);
        CudaLibraries cuda = TvmTarget.isCuda(options.target())
                ? CudaLibraries.forCompiling(options.target(), compiler.tunes() && options.records() == null)
                : null;
        String key = key(request, options, modelDigest, configuration, cuda != null);
        EngineCache cache = new EngineCache(request.cacheDirectory().resolve(compiler.word()));
        Path found = cache.find(key, request.engineName());
        if (found != null) {
            progress.at("found in the cache", 1);
            return found;
        }
        Path unfinished = cache.begin(key);
        boolean built = false;
        try {
            compile(request, compiler, options, modelDigest, configuration, unfinished, progress, cuda);
            built = true;
        } finally {
            if (!built) {
                LOG.info("the log of the failed build is {}", cache.giveUp(unfinished, key));
            }
        }
        Path place = cache.finish(unfinished, key, request.engineName());
        progress.at("built", 1);
        return place;
    }

    private static TvmCompiler compiler(String word) throws EngineException {
        try {
            return TvmCompiler.of(word);
        } catch (IllegalArgumentException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String digest(Path file, String what) throws EngineException {
        try {
            return ContentDigest.ofFile(file);
        } catch (IOException e) {
            throw new EngineException(
                    "cannot read " + what + " " + file + ": " + Folders.reason(e) + "; is the path right?", e);
        }
    }

    /** A rebuild has a key of its own, so that it compiles. */
    private static String key(
            BuildRequest request,
            TvmOptions options,
            String modelDigest,
            SortedMap<String, String> configuration,
            boolean cuda)
            throws EngineException {
        return ContentDigest.ofText(
                        modelDigest,
                        request.compiler(),
                        cuda
                                ? Bundle.identity(BundlePart.CUDA_RUNTIME, BundlePart.CUDA_COMPILER)
                                : Bundle.identity(BundlePart.RUNTIME, BundlePart.COMPILER),
                        BuildScript.digest(),
                        options.target(),
                        configuration.toString(),
                        request.rebuildSuffix())
                .substring(0, 32);
    }

    /** Of the search in this build: a rebuild searches anew. */
    private static int seed(BuildRequest request, TvmOptions options) {
        return (int) ((options.seed() + request.buildNumber() - 1L) & Integer.MAX_VALUE);
    }

    private static void compile(
            BuildRequest request,
            TvmCompiler compiler,
            TvmOptions options,
            String modelDigest,
            SortedMap<String, String> configuration,
            Path output,
            BuildProgress progress,
            @Nullable CudaLibraries cuda)
            throws EngineException, InterruptedException {
        BundlePart compilerPart = cuda == null ? BundlePart.COMPILER : BundlePart.CUDA_COMPILER;
        BundlePart runtimePart = cuda == null ? BundlePart.RUNTIME : BundlePart.CUDA_RUNTIME;
        Path cache = request.cacheDirectory().toAbsolutePath();
        double unpacked = Bundle.find(compilerPart, cache) == null ? UNPACKING : 0;
        Bundle runtime =
                Bundle.unpack(runtimePart, cache, share -> progress.at("unpacking TVM", unpacked * 0.3 * share));
        Bundle tools = Bundle.unpack(
                compilerPart, cache, share -> progress.at("unpacking TVM", unpacked * (0.3 + 0.7 * share)));
        Path scratch = scratch(output);
        BuildScript.Result result = new BuildScript(runtime, tools, cuda)
                .run(
                        script(request, compiler, options, output),
                        scratch,
                        output.resolve(EngineFiles.LOG).toAbsolutePath(),
                        (stage, share) -> progress.at(stage, unpacked + (1 - unpacked) * share));
        deleteScratch(scratch);
        report(request, compiler, options, result);
        if (compiler.tunes() && options.records() == null) {
            new SearchFacts(
                            seed(request, options),
                            result.searched(),
                            result.measured(),
                            result.failed(),
                            result.searchSeconds())
                    .write(output);
        }
        manifest(request, compiler, options, modelDigest, configuration, output, result)
                .write(output);
    }

    private static Path scratch(Path output) throws EngineException {
        try {
            return Files.createDirectory(output.resolve("scratch")).toAbsolutePath();
        } catch (IOException e) {
            throw new EngineException("cannot write to " + output + ": " + Folders.reason(e), e);
        }
    }

    private static void deleteScratch(Path scratch) throws EngineException {
        try {
            Folders.delete(scratch);
        } catch (IOException e) {
            throw new EngineException("cannot delete " + scratch + ": " + Folders.reason(e), e);
        }
    }

    private static BuildScript.Request script(
            BuildRequest request, TvmCompiler compiler, TvmOptions options, Path output) {
        return new BuildScript.Request(
                request.model().toAbsolutePath().toString(),
                compiler.word(),
                options.target(),
                options.hostTarget(),
                options.optLevel(),
                options.inputShapes(),
                options.trials(),
                seed(request, options),
                options.tuner(),
                options.strategy(),
                options.tuneTop(),
                options.records() == null ? null : options.records().toString(),
                output.toAbsolutePath().toString());
    }

    private static void report(
            BuildRequest request, TvmCompiler compiler, TvmOptions options, BuildScript.Result result) {
        LOG.info(
                "{} built with at most {} MiB resident, {} of {} tunable parts tuned",
                request.engineName(),
                result.peakResidentBytes() >> 20,
                result.tuned(),
                result.workloads());
        if (!compiler.tunes() || result.tuned() >= result.workloads()) {
            return;
        }
        if (options.records() != null) {
            LOG.warn(
                    "{}: only {} of {} tunable parts of the model have a tuning record, the rest run untuned; records"
                            + " fit one model, input shape and TVM version: search anew by leaving out the option records",
                    request.engineName(),
                    result.tuned(),
                    result.workloads());
        } else if (result.tuned() < Math.min(result.searched(), result.workloads())) {
            LOG.warn(
                    "{}: for only {} of {} tunable parts of the model a schedule was found that works, the rest run"
                            + " untuned; build.log says why, more trials may help",
                    request.engineName(),
                    result.tuned(),
                    result.workloads());
        }
    }

    private static EngineManifest manifest(
            BuildRequest request,
            TvmCompiler compiler,
            TvmOptions options,
            String modelDigest,
            SortedMap<String, String> configured,
            Path output,
            BuildScript.Result result)
            throws EngineException {
        SortedMap<String, String> configuration = new TreeMap<>(configured);
        if (compiler.tunes()) {
            configuration.put("workloads", Integer.toString(result.workloads()));
            configuration.put("workloads-tuned", Integer.toString(result.tuned()));
        }
        return new EngineManifest(
                1,
                request.engineName(),
                compiler.word(),
                Bundle.tvmVersion(),
                options.target(),
                String.valueOf(request.model().getFileName()),
                modelDigest,
                configuration,
                result.scheduleDigest(),
                artefactDigest(output),
                specs(result.inputs()),
                specs(result.outputs()));
    }

    private static String artefactDigest(Path output) throws EngineException {
        List<String> digests = new ArrayList<>();
        for (String artefact : List.of(EngineFiles.LIBRARY, EngineFiles.GRAPH, EngineFiles.PARAMETERS)) {
            digests.add(digest(output.resolve(artefact), "the artefact"));
        }
        return ContentDigest.ofText(digests.toArray(String[]::new));
    }

    private static List<TensorSpec> specs(List<BuildScript.Tensor> tensors) throws EngineException {
        List<TensorSpec> specs = new ArrayList<>();
        for (BuildScript.Tensor tensor : tensors) {
            specs.add(new TensorSpec(tensor.name(), elementType(tensor), tensor.shape()));
        }
        return specs;
    }

    private static ElementType elementType(BuildScript.Tensor tensor) throws EngineException {
        for (ElementType type : CARRIED) {
            if (type.name().toLowerCase(Locale.ROOT).equals(tensor.type())) {
                return type;
            }
        }
        throw new EngineException("tensor " + tensor.name() + " has elements of type " + tensor.type()
                + ", which TVM4J cannot carry; export the model with one of "
                + CARRIED.stream()
                        .map(type -> type.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }
}
