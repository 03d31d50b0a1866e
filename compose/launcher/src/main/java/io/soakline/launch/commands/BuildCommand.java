package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.launch.Cores;
import io.soakline.launch.EngineBuild;
import io.soakline.launch.EngineShelf;
import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.ModelFiles;
import io.soakline.launch.Settings;
import io.soakline.launch.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compiles one model with one or several compilers, once or several times. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compile an ONNX model into engines. Finished engines are cached by content and found again; a rebuild",
            "(--builds) really compiles again, and a tuner searches with another seed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline build model.onnx --compiler tvm",
            "  soakline build model.onnx --compiler autotvm --trials 64 --option tuner=ga",
            "  soakline build model.onnx --compiler tvm,onnxruntime --out engines",
            "  soakline build demo --compiler tvm,autotvm --builds 3 --trials 4 --out engines",
            "  soakline build demo-detector --compiler tvm --option tvm:opt-level=2"
        })
public final class BuildCommand implements Callable<Integer> {

    /** An engine as {@code --json} tells it. */
    private record Line(String engine, String compiler, int build, String folder, double seconds) {}

    @Parameters(
            paramLabel = "MODEL.onnx|demo|demo-detector",
            description = "the model; demo and demo-detector name those that come with the program")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String model;

    @Option(
            names = "--compiler",
            required = true,
            split = ",",
            paramLabel = "NAME",
            description = "tvm, autotvm, autoscheduler, metaschedule, onnxruntime, tensorrt; several with commas")
    private List<String> compilers = List.of();

    @Option(
            names = "--builds",
            paramLabel = "K",
            description = "how often each compiler builds it: NAME-1 to NAME-K (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int builds;

    @Option(names = "--name", description = "name of the engine (default: the compiler's)")
    private @Nullable String name;

    @Option(names = "--out", paramLabel = "DIR", description = "link the engines here as DIR/NAME")
    private @Nullable Path out;

    @Mixin
    private final OptionFlags options = new OptionFlags();

    @Option(names = "--json", description = "what was built, as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, InterruptedException, JsonProcessingException {
        CompilerNames.require(spec, compilers);
        if (builds < 1) {
            throw new ParameterException(spec.commandLine(), "--builds is " + builds + "; expected at least 1");
        }
        Map<String, Map<String, String>> byCompiler = options.byCompiler(compilers, Map.of());
        Settings settings = flags.load();
        Path cache = settings.writableCache();
        List<EngineBuild.Order> orders = orders(ModelFiles.of(model, cache), byCompiler);
        requireRoomForLinks(orders);
        EngineShelf shelf = new EngineShelf(
                Home.ofThisProcess(),
                cache,
                settings.state().resolve("logs"),
                Cores.ofThisHost(),
                Terminal.standard(),
                (engine, stage, fraction) -> {});
        List<Line> lines = new ArrayList<>();
        for (EngineShelf.Built built : shelf.build(orders)) {
            EngineBuild.Order order = built.order();
            Path folder = out == null ? built.folder() : link(built, out);
            double seconds = built.took().toMillis() / 1000.0;
            lines.add(new Line(order.engine(), order.compiler(), order.number(), folder.toString(), seconds));
        }
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(lines));
        } else {
            lines.forEach(line -> System.out.println(line.folder()));
        }
        return shelf.failures().isEmpty() ? ExitCode.GOOD : ExitCode.ENVIRONMENT;
    }

    private List<EngineBuild.Order> orders(ModelFiles files, Map<String, Map<String, String>> byCompiler) {
        List<EngineBuild.Order> orders = new ArrayList<>();
        for (int number = 1; number <= builds; number++) {
            for (String compiler : new LinkedHashSet<>(compilers)) {
                Map<String, String> merged = new TreeMap<>(files.options());
                merged.putAll(byCompiler.getOrDefault(compiler, Map.of()));
                String engine = EngineBuild.Order.name(baseName(compiler), number, builds);
                orders.add(new EngineBuild.Order(engine, compiler, files.model(), merged, number));
            }
        }
        return orders;
    }

    /** With several compilers one name would be several engines'. */
    private String baseName(String compiler) {
        if (name == null) {
            return compiler;
        }
        return new LinkedHashSet<>(compilers).size() > 1 ? name + "-" + compiler : name;
    }

    /** Before the build, which may take hours; and what is no link of ours is nothing to delete. */
    private void requireRoomForLinks(List<EngineBuild.Order> orders) throws LaunchException {
        for (EngineBuild.Order order : orders) {
            Path link = out == null ? null : out.resolve(order.engine());
            if (link != null && Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
                throw new LaunchException(link + " is there and no link to an engine; name another folder with --out");
            }
        }
    }

    private static Path link(EngineShelf.Built built, Path folder) throws LaunchException {
        Path link = folder.resolve(built.order().engine());
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(link);
            return Files.createSymbolicLink(link, built.folder());
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot link " + link + " to the engine (" + e + "); the engine is in " + built.folder(), e);
        }
    }
}
