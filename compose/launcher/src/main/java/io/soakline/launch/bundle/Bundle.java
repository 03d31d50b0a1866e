package io.soakline.launch.bundle;

import io.soakline.launch.DemoModel;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.ModelFiles;
import io.soakline.launch.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One archive that runs on a machine without Java: {@code bin/soakline}, a runtime under {@code java}, jars under
 * {@code jars}, and each producer's class path where {@link Home} looks for it.
 *
 * @param jmods modules of a JDK for the platform; null for those of the JDK that runs this
 */
public record Bundle(
        Home home,
        BundleEngine engine,
        Platform platform,
        @Nullable Path jmods) {

    private static final String ENTRY = "io.soakline.launch.commands.BoardLauncher";
    private static final String SCRIPT = "soakline.sh";

    /** Name of the folder that it is unpacked to, and of the archive before its ending. */
    public String name() {
        return "soakline-" + engine.word() + "-" + platform.word();
    }

    /**
     * Makes it.
     *
     * @param target ends in {@code .tar.xz} or {@code .tar.gz}; replaced when it is there
     * @param status told how far it is
     */
    public void write(Path target, Consumer<String> status) throws LaunchException {
        Path modules = JavaRuntime.modules(jmods, platform);
        BundleJars.Selection selection =
                BundleJars.select(home, engine, platform, new NativeJars(home, platform, status));
        try (TemporaryFolder work = TemporaryFolder.create("soakline-bundle-")) {
            Path folder = Files.createDirectory(work.path().resolve(name()));
            status.accept("linking a Java runtime …");
            JavaRuntime.link(modules, engine.family() != null, platform, folder.resolve("java"));
            addJars(selection, folder, status);
            addScripts(folder);
            if (engine == BundleEngine.TENSORRT) {
                addExperiment(folder, work.path());
            }
            long total = size(folder);
            Archive.write(
                    folder,
                    target,
                    platform,
                    taken -> status.accept(
                            String.format("compressing: %,d of %,d MB", taken / 1_000_000, total / 1_000_000)));
        } catch (IOException e) {
            throw new LaunchException("cannot write the bundle " + target + ": " + e, e);
        }
    }

    private static void addJars(BundleJars.Selection selection, Path folder, Consumer<String> status)
            throws IOException {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        int done = 0;
        for (BundleJar jar : selection.jars()) {
            status.accept("taking jar " + ++done + " of " + selection.jars().size() + ", " + jar.name());
            jar.writeTo(jars.resolve(jar.name()));
        }
        for (Map.Entry<String, List<String>> module : selection.modules().entrySet()) {
            Path list = Files.createDirectories(folder.resolve(module.getKey())).resolve(Home.BUNDLED_CLASS_PATH);
            Files.writeString(
                    list, module.getValue().stream().map(jar -> "jars/" + jar).collect(Collectors.joining(":")));
        }
        writeEntry(jars.resolve("soakline.jar"), selection.launcher());
    }

    /** A jar without classes, which names the others: so no shell has to put a class path together. */
    private static void writeEntry(Path jar, List<String> classPath) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, ENTRY);
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
    }

    private void addScripts(Path folder) throws IOException {
        Path script = Files.createDirectory(folder.resolve("bin")).resolve("soakline");
        try (InputStream in = Objects.requireNonNull(Bundle.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            Files.copy(in, script);
        }
        executable(script);
        Files.writeString(
                folder.resolve(Home.BUNDLE), "engine=" + engine.word() + "\nplatform=" + platform.word() + "\n");
        for (String notice : List.of("LICENSE", "NOTICE")) {
            Path file = home.folder().resolve(notice);
            if (Files.exists(file)) {
                Files.copy(file, folder.resolve(notice));
            }
        }
    }

    /** The demo's models with all that belongs to them, and the script that soaks their engines on a GPU. */
    private void addExperiment(Path folder, Path work) throws IOException, LaunchException {
        Path script = home.folder().resolve("compose/gpu/run.sh");
        if (Files.exists(script)) {
            Files.copy(script, folder.resolve("run.sh"));
            executable(folder.resolve("run.sh"));
        }
        Path models = Files.createDirectory(folder.resolve("models"));
        for (DemoModel demo : DemoModel.values()) {
            String name = demo == DemoModel.CLASSIFIER ? "classifier" : "detector";
            ModelFiles files = demo.unpack(work.resolve("demo"));
            Files.copy(files.model(), models.resolve(name + ".onnx"));
            Files.copy(
                    Objects.requireNonNull(files.declaration(), "declared"), models.resolve(name + ".soakline.json"));
            Path inputs = Files.createDirectory(models.resolve(name + "-inputs"));
            try (Stream<Path> pictures = Files.list(Objects.requireNonNull(files.inputs(), "inputs"))) {
                for (Path picture : pictures.toList()) {
                    Files.copy(picture, inputs.resolve(picture.getFileName()));
                }
            }
        }
    }

    private static void executable(Path script) throws IOException {
        if (!script.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make " + script + " executable");
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
