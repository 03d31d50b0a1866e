package io.soakline.launch.bundle;

import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JavaCPP's jars with native code, one for each platform. A class path names those of the host; those of another platform lie
 * beside them in the local repository, or are downloaded there by Maven.
 */
final class NativeJars {

    private static final long DOWNLOAD_MINUTES = 10;
    private static final String GROUP = "org/bytedeco";

    /** {@code REPOSITORY/org/bytedeco/cuda/VERSION/cuda-VERSION-linux-x86_64.jar}. */
    private static final Pattern NATIVE = Pattern.compile(
            "(?<repository>.*)/" + GROUP + "/(?<artifact>[^/]+)/(?<version>[^/]+)/[^/]+-linux-(x86_64|arm64)\\.jar");

    private final Home home;
    private final Platform platform;
    private final Consumer<String> status;

    /** @param status told what is being downloaded */
    NativeJars(Home home, Platform platform, Consumer<String> status) {
        this.home = home;
        this.platform = platform;
        this.status = status;
    }

    /**
     * The class path with the platform's jars in place of the host's.
     *
     * @throws LaunchException naming an artifact that is not here and cannot be had
     */
    List<Path> forPlatform(String classPath) throws LaunchException {
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            jars.add(forPlatform(Path.of(entry)));
        }
        return jars;
    }

    private Path forPlatform(Path jar) throws LaunchException {
        String name = jar.getFileName().toString();
        if (!name.matches(".*-linux-(x86_64|arm64)\\.jar") || name.endsWith("-" + platform.word() + ".jar")) {
            return jar;
        }
        Path wanted =
                jar.resolveSibling(name.replaceFirst("-linux-(x86_64|arm64)\\.jar$", "-" + platform.word() + ".jar"));
        if (!Files.exists(wanted)) {
            Matcher coordinates = NATIVE.matcher(jar.toString());
            if (!coordinates.matches()) {
                throw new LaunchException(wanted.getFileName() + " is not beside " + jar
                        + ", and this is no Maven repository to download it to; make the bundle from a checkout");
            }
            download(coordinates, wanted);
        }
        return wanted;
    }

    private void download(Matcher coordinates, Path wanted) throws LaunchException {
        String artifact = GROUP.replace('/', '.') + ":" + coordinates.group("artifact") + ":"
                + coordinates.group("version") + ":jar:" + platform.word();
        Path maven = home.folder().resolve("mvnw");
        if (!Files.isExecutable(maven)) {
            throw new LaunchException(
                    artifact + " is not here, and " + home.folder() + " has no mvnw to download it with");
        }
        status.accept("downloading " + artifact + " …");
        String said = run(List.of(
                maven.toString(),
                "-B",
                "-q",
                "-N",
                "org.apache.maven.plugins:maven-dependency-plugin:get",
                "-Dartifact=" + artifact,
                "-Dtransitive=false",
                "-Dmaven.repo.local=" + coordinates.group("repository")));
        if (!Files.exists(wanted)) {
            throw new LaunchException("Maven could not download " + artifact + ": "
                    + said.lines()
                            .filter(line -> line.contains("ERROR"))
                            .findFirst()
                            .orElse("it said nothing"));
        }
    }

    private String run(List<String> command) throws LaunchException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.folder().toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(DOWNLOAD_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            return said;
        } catch (IOException e) {
            throw new LaunchException("cannot start " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("the download was interrupted", e);
        }
    }
}
