package io.soakline.launch.commands;

import io.soakline.launch.EngineBuild;
import io.soakline.launch.EngineShelf;
import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Settings;
import io.soakline.launch.SoakOrder;
import io.soakline.launch.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compiles one model with one or several compilers. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = "Compile an ONNX model into engines. Finished engines are cached by content and found again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline build model.onnx --compiler tvm",
            "  soakline build model.onnx --compiler autotvm --option trials=64 --option tuner=ga",
            "  soakline build model.onnx --compiler tvm,onnxruntime --out engines"
        })
public final class BuildCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL.onnx", description = "the model")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private Path model;

    @Option(
            names = "--compiler",
            required = true,
            split = ",",
            paramLabel = "NAME",
            description = "tvm, autotvm, autoscheduler, onnxruntime; several with commas")
    private List<String> compilers = List.of();

    @Option(names = "--name", description = "name of the engine (default: the compiler's)")
    private @Nullable String name;

    @Option(names = "--out", paramLabel = "DIR", description = "link the engines here as DIR/NAME")
    private @Nullable Path out;

    @Option(names = "--option", paramLabel = "KEY=VALUE", description = "builder option: trials, seed, tuner, target …")
    private Map<String, String> options = new LinkedHashMap<>();

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Settings settings = flags.load();
        if (!Files.isReadable(model)) {
            throw new LaunchException("cannot read the model " + model.toAbsolutePath() + "; is the path right?");
        }
        Path cache = settings.writableCache();
        EngineShelf shelf = new EngineShelf(
                Home.ofThisProcess(),
                cache,
                settings.state().resolve("logs"),
                Terminal.standard(),
                (engine, stage, fraction) -> {});
        List<EngineBuild.Order> orders = compilers.stream()
                .map(compiler -> new EngineBuild.Order(
                        name == null || compilers.size() > 1 ? compiler : name,
                        compiler,
                        model.toAbsolutePath(),
                        options))
                .toList();
        for (SoakOrder.Engine engine : shelf.build(orders)) {
            System.out.println(out == null ? engine.folder() : link(engine, out));
        }
        return shelf.failures().isEmpty() ? ExitCode.GOOD : ExitCode.ENVIRONMENT;
    }

    private Path link(SoakOrder.Engine engine, Path folder) throws LaunchException {
        Path link = folder.resolve(name == null || compilers.size() > 1 ? engine.compiler() : name);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(link);
            return Files.createSymbolicLink(link, engine.folder());
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot link " + link + " to the engine (" + e + "); the engine is in " + engine.folder(), e);
        }
    }
}
