package io.soakline.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where Soakline is installed: the class paths of its processes. */
public record Home(Path folder) {

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
        Path target = folder.resolve(module).resolve("target");
        Path dependencies = target.resolve("runtime.classpath");
        try {
            return jar(target) + ":" + Files.readString(dependencies).strip();
        } catch (IOException e) {
            throw new LaunchException(
                    module + " is not built: cannot read " + dependencies + "; run ./mvnw -DskipTests package", e);
        }
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
