package io.soakline.produce;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code build}: compiles one model. Events: {@code progress} …, then {@code built} or {@code failed}. */
@Command(name = "build", description = "Compiles an ONNX model into an engine.")
@SuppressWarnings("NullAway.Init") // picocli fills the required options
final class BuildCommand implements Callable<Integer> {

    private final EngineCatalog catalog;
    private final EventStream events;

    @Option(names = "--model", required = true, description = "The ONNX file.")
    private Path model;

    @Option(names = "--compiler", required = true, description = "One of those that `compilers` lists.")
    private String compiler;

    @Option(names = "--name", required = true, description = "Name of the engine.")
    private String name;

    @Option(names = "--cache", required = true, description = "Folder of finished engines.")
    private Path cache;

    @Option(names = "--option", description = "Builder option, key=value; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--build-number",
            defaultValue = "1",
            description = "Higher numbers compile again although the engine lies in the cache.")
    private int buildNumber;

    @Option(
            names = "--declaration",
            description =
                    "Declaration of the model; without it MODEL.soakline.json beside the model, where there is one.")
    private @Nullable Path declaration;

    BuildCommand(EngineCatalog catalog, EventStream events) {
        this.catalog = catalog;
        this.events = events;
    }

    @Override
    public Integer call() throws InterruptedException {
        long start = System.nanoTime();
        if (buildNumber < 1) {
            return fail(
                    new IllegalArgumentException("--build-number is " + buildNumber + ", expected at least 1"),
                    ExitCode.USAGE);
        }
        try {
            BuildLineage lineage = BuildLineage.begin(model, declaration);
            requireWritable(cache);
            BuildRequest request = new BuildRequest(model, compiler, name, cache, options, buildNumber);
            Path directory = catalog.build(request, this::progress);
            EngineBuild build = lineage.complete(directory, buildNumber, (System.nanoTime() - start) / 1e9);
            events.event("built")
                    .with("directory", directory.toAbsolutePath().toString())
                    .with("engineId", EngineManifest.read(directory).engineId())
                    .with("buildId", build == null ? null : build.buildId())
                    .with("buildNumber", build == null ? null : build.number())
                    .with("seconds", Math.round((System.nanoTime() - start) / 1e8) / 10.0)
                    .send();
            return ExitCode.GOOD;
        } catch (UnwritableException e) {
            return fail(e, ExitCode.ENVIRONMENT);
        } catch (EngineException | RuntimeException | LinkageError e) {
            return fail(e, ExitCode.FAILED);
        }
    }

    private int fail(Throwable failure, int exitCode) {
        events.event("failed").with("message", SoakSession.oneLine(failure)).send();
        return exitCode;
    }

    private void progress(String stage, double fraction) {
        events.event("progress")
                .with("stage", stage)
                .with("fraction", Double.isFinite(fraction) ? fraction : null)
                .send();
    }

    private static void requireWritable(Path cache) throws UnwritableException {
        try {
            Files.createDirectories(cache);
            Files.delete(Files.createTempFile(cache, "writable", ""));
        } catch (IOException e) {
            throw new UnwritableException(cache, e);
        }
    }

    private static final class UnwritableException extends Exception {

        UnwritableException(Path cache, IOException cause) {
            super(
                    "cannot write to the engine cache " + cache + " (" + cause
                            + "); choose another folder with --cache",
                    cause);
        }
    }
}
