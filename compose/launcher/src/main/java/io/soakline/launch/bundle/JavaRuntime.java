package io.soakline.launch.bundle;

import io.soakline.launch.LaunchException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A Java runtime with the modules that a bundle needs, made by {@code jlink}. */
final class JavaRuntime {

    /** Kafka wants security.* and the management ones, its TLS crypto.ec; Avro and Jackson look for sql and xml. */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.security.jgss",
            "java.security.sasl",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.management",
            "jdk.unsupported");

    /** Pictures of input sets are read by it. */
    private static final String PICTURES = "java.desktop";

    private static final int ELF_MACHINE_AT = 18;

    private JavaRuntime() {}

    /**
     * Where the modules of {@code platform} lie.
     *
     * @param given what the user said; null for the modules of the JDK that runs this
     */
    static Path modules(@Nullable Path given, Platform platform) throws LaunchException {
        int version = Runtime.version().feature();
        if (given == null && Platform.ofThisHost().filter(platform::equals).isEmpty()) {
            throw new LaunchException(platform.word() + " needs the modules of a JDK " + version
                    + " for it: unpack one (https://adoptium.net/temurin/releases/?os=linux&arch="
                    + (platform == Platform.LINUX_ARM64 ? "aarch64" : "x64") + "&package=jdk&version=" + version
                    + ") and name its folder jmods with --jmods DIR");
        }
        Path folder = given == null ? Path.of(System.getProperty("java.home"), "jmods") : given;
        if (!Files.exists(folder.resolve("java.base.jmod"))) {
            throw new LaunchException("there is no java.base.jmod in " + folder.toAbsolutePath() + "; "
                    + (given == null
                            ? "start Soakline with a JDK " + version + " that has jmods, or name their folder with"
                                    + " --jmods DIR"
                            : "--jmods names the folder jmods of a JDK " + version));
        }
        return folder;
    }

    /** @param target must not exist yet */
    static void link(Path modules, boolean withPictures, Platform platform, Path target) throws LaunchException {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new LaunchException("this Java, " + System.getProperty("java.home")
                        + ", has no jlink; start Soakline with a JDK (set JAVA_HOME)"));
        List<String> names = new ArrayList<>(MODULES);
        if (withPictures) {
            names.add(PICTURES);
        }
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        int exit = jlink.run(
                writer,
                writer,
                "--module-path",
                modules.toString(),
                "--add-modules",
                String.join(",", names),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                // The archive's compression sees more of it so.
                "--compress=0",
                "--output",
                target.toString());
        if (exit != 0) {
            throw new LaunchException("jlink made no runtime of " + modules + ": "
                    + said.toString().strip().lines().findFirst().orElse("status " + exit));
        }
        requirePlatform(target.resolve("lib/server/libjvm.so"), modules, platform);
    }

    private static void requirePlatform(Path library, Path modules, Platform platform) throws LaunchException {
        try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "r")) {
            file.seek(ELF_MACHINE_AT);
            int machine = file.read() | file.read() << 8;
            if (machine != platform.elfMachine()) {
                throw new LaunchException(modules + " is of a JDK for another machine than " + platform.word()
                        + "; --jmods names the folder jmods of a JDK for it");
            }
        } catch (IOException e) {
            throw new LaunchException("jlink left no " + library + ": " + e.getMessage(), e);
        }
    }
}
