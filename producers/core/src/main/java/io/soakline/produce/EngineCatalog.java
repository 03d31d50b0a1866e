package io.soakline.produce;

import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.BuildProgress;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineBuilder;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineProvider;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** The engine technologies on the class path. */
final class EngineCatalog {

    private final List<EngineProvider> providers = new ArrayList<>();
    private final List<EngineBuilder> builders = new ArrayList<>();

    private EngineCatalog() {}

    static EngineCatalog load() {
        EngineCatalog catalog = new EngineCatalog();
        ServiceLoader.load(EngineProvider.class).forEach(catalog.providers::add);
        ServiceLoader.load(EngineBuilder.class).forEach(catalog.builders::add);
        return catalog;
    }

    List<EngineBuilder> builders() {
        return List.copyOf(builders);
    }

    /** @throws EngineException when the directory holds no engine, or one that nothing here runs */
    InferenceEngine open(Path directory, EngineSettings settings) throws EngineException {
        EngineManifest manifest = EngineManifest.read(directory);
        Optional<EngineProvider> provider = provider(manifest);
        if (provider.isEmpty()) {
            throw new EngineException("nothing in this process runs engines of compiler \"" + manifest.compiler()
                    + "\" (" + directory + "); start the producer of that technology");
        }
        return provider.get().open(directory, manifest, settings);
    }

    private Optional<EngineProvider> provider(EngineManifest manifest) {
        return providers.stream().filter(p -> p.runs(manifest.compiler())).findFirst();
    }

    /** What engines of a compiler miss on this machine, in one line; empty when nothing. */
    String missing(String compiler) {
        return providers.stream()
                .filter(provider -> provider.runs(compiler))
                .findFirst()
                .map(EngineProvider::missing)
                .orElse("nothing in this process runs engines of " + compiler);
    }

    /** Whether the number of threads makes a difference to such engines. */
    boolean offersThreads(EngineManifest manifest) {
        return provider(manifest).map(EngineProvider::offersThreads).orElse(false);
    }

    /** @throws EngineException for an unknown compiler or option, a missing model, or a failed build */
    Path build(BuildRequest request, BuildProgress progress) throws EngineException, InterruptedException {
        EngineBuilder builder = builder(request.compiler());
        requireKnownOptions(builder, request);
        if (!Files.isReadable(request.model()) || Files.isDirectory(request.model())) {
            throw new EngineException("cannot read the model " + request.model() + "; is the path right?");
        }
        return builder.build(request, progress);
    }

    private EngineBuilder builder(String compiler) throws EngineException {
        TreeSet<String> known = new TreeSet<>();
        for (EngineBuilder builder : builders) {
            if (builder.compilers().contains(compiler)) {
                return builder;
            }
            known.addAll(builder.compilers());
        }
        throw new EngineException(
                "compiler \"" + compiler + "\" is not known here; this producer has " + String.join(", ", known));
    }

    private static void requireKnownOptions(EngineBuilder builder, BuildRequest request) throws EngineException {
        List<String> known = builder.options(request.compiler()).stream()
                .map(BuildOption::key)
                .toList();
        for (String key : request.options().keySet()) {
            if (!known.contains(key)) {
                throw new EngineException("compiler " + request.compiler() + " has no option \"" + key + "\"; it has "
                        + String.join(", ", known));
            }
        }
    }
}
