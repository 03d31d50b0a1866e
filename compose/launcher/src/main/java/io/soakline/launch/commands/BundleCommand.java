package io.soakline.launch.commands;

import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Terminal;
import io.soakline.launch.bundle.Bundle;
import io.soakline.launch.bundle.BundleEngine;
import io.soakline.launch.bundle.Platform;
import io.soakline.launch.policy.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes an archive for a machine without Java. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Make one archive that measures on a machine without Java, Maven or a network: bin/soakline with sample"
                    + " and",
            "devices, and for an engine produce and selftest (and build, except for TVM, whose engines are built"
                    + " here).",
            "TensorRT's own libraries are not in it: they are the target's."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline bundle --engine onnxruntime",
            "  soakline bundle --engine devices --platform linux-x86_64 --out sampler.tar.xz",
            "  soakline bundle --engine tensorrt --platform linux-arm64 --jmods jdk-17-aarch64/jmods",
            "  tar xf soakline-onnxruntime-linux-x86_64.tar.xz && soakline-onnxruntime-linux-x86_64/bin/soakline --help"
        })
public final class BundleCommand implements Callable<Integer> {

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "linux-x86_64 or linux-arm64 (default: this machine's)")
    private @Nullable String platform;

    @Option(
            names = "--engine",
            required = true,
            paramLabel = "NAME",
            description = "tensorrt, tvm, onnxruntime, or devices for sampling only")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String engine;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the archive, .tar.xz or .tar.gz (default: soakline-ENGINE-PLATFORM.tar.xz)")
    private @Nullable Path out;

    @Option(
            names = "--jmods",
            paramLabel = "DIR",
            description = "folder jmods of a JDK for the platform (default: of the JDK that runs this)")
    private @Nullable Path jmods;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException {
        BundleEngine wanted =
                BundleEngine.of(engine).orElseThrow(() -> unknown("--engine", engine, BundleEngine.words()));
        Platform target = target();
        if (!wanted.platforms().contains(target)) {
            throw new LaunchException(wanted.word() + " has no libraries for " + target.word() + ", only for "
                    + String.join(
                            ", ",
                            wanted.platforms().stream().map(Platform::word).toList()));
        }
        Bundle bundle = new Bundle(Home.ofThisProcess(), wanted, target, jmods);
        Path file = (out == null ? Path.of(bundle.name() + ".tar.xz") : out).toAbsolutePath();
        if (!file.toString().endsWith(".tar.xz") && !file.toString().endsWith(".tar.gz")) {
            throw new ParameterException(
                    spec.commandLine(), "--out is " + out + "; expected a name that ends in .tar.xz or .tar.gz");
        }
        Path folder = file.getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new LaunchException("cannot write to " + folder + "; is the path right?");
        }
        Terminal terminal = Terminal.standard();
        long start = System.nanoTime();
        bundle.write(file, terminal::status);
        terminal.clearStatus();
        terminal.note(String.format(
                "%s: %.1f MB, made in %s",
                file.getFileName(),
                file.toFile().length() / 1e6,
                HumanDuration.format(Duration.ofNanos(System.nanoTime() - start))));
        System.out.println(file);
        return ExitCode.GOOD;
    }

    private Platform target() throws LaunchException {
        if (platform == null) {
            return Platform.ofThisHost()
                    .orElseThrow(() -> new LaunchException("no bundle can be made for "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + "; say for which machine with --platform " + String.join(" or ", Platform.words())));
        }
        String word = platform;
        return Platform.of(word).orElseThrow(() -> unknown("--platform", word, Platform.words()));
    }

    private ParameterException unknown(String flag, String word, List<String> words) {
        return new ParameterException(
                spec.commandLine(),
                flag + " is \"" + word + "\"; expected " + String.join(", ", words)
                        + Nearest.to(word, words)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
    }
}
