package io.soakline.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;

/** Where Soakline is installed: the class paths of its processes. A checkout, an image, or a bundle for one engine. */
public record Home(Path folder) {

    /** In a bundle's home: what the bundle is for. */
    public static final String BUNDLE = "bundle.properties";
    /** In a module's folder of a bundle: its whole class path, relative to the home. */
    public static final String BUNDLED_CLASS_PATH = "classpath";

    /** As the start script said. */
    public static Home ofThisProcess() throws LaunchException {
        String home = System.getProperty("soakline.home");
        if (home == null) {
            throw new LaunchException("the property soakline.home is not set; start with the script ./soakline");
        }
        return new Home(Path.of(home));
    }

    /** Jar of the module and everything it needs, as {@code -cp} takes it. */
    public String classPath(String module) throws LaunchException {
        if (Files.exists(folder.resolve(BUNDLE))) {
            return bundledClassPath(module);
        }
        Path target = folder.resolve(module).resolve("target");
        Path dependencies = target.resolve("runtime.classpath");
        try {
            return jar(target) + ":" + Files.readString(dependencies).strip();
        } catch (IOException e) {
            throw new LaunchException(
                    module + " is not built: cannot read " + dependencies + "; run ./mvnw -DskipTests package", e);
        }
    }

    private String bundledClassPath(String module) throws LaunchException {
        Path list = folder.resolve(module).resolve(BUNDLED_CLASS_PATH);
        try {
            return Arrays.stream(Files.readString(list).strip().split(":", -1))
                    .map(jar -> folder.resolve(jar).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            String engine = module.substring(module.lastIndexOf('/') + 1);
            throw new LaunchException(
                    "this bundle is for " + bundledEngine() + " and does not hold " + module
                            + "; make one that does with: soakline bundle --engine " + engine,
                    e);
        }
    }

    /** The word of the engine that this bundle is for. */
    public String bundledEngine() throws LaunchException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve(BUNDLE))) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException("this bundle is damaged: " + e.getMessage() + "; unpack it again", e);
        }
        return properties.getProperty("engine", "nothing");
    }

    private static Path jar(Path target) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "soakline-*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                if (!name.endsWith("-tests.jar") && !name.endsWith("-sources.jar")) {
                    return jar;
                }
            }
        }
        throw new IOException("no soakline jar in " + target);
    }
}
