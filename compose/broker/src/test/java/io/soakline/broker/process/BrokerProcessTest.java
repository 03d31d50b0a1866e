package io.soakline.broker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.broker.Records;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The broker in a JVM of its own, started as the launcher starts it: from jars. */
@Timeout(180)
class BrokerProcessTest {

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static String classPath;

    /** The class data archive takes jars only: our classes become one. */
    @BeforeAll
    static void jarOurClasses() throws IOException, URISyntaxException {
        Path classes = Path.of(BrokerProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = shared.resolve("broker.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
        String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        classPath = jar
                + File.pathSeparator
                + Arrays.stream(entries)
                        .filter(e -> e.endsWith(".jar"))
                        .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void broker_killedWithRecordsUnclosed_hasThemAllWhenStartedAgain() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(settings())) {
            Records.createTopic(broker.bootstrapServers());
            Records.write(broker.bootstrapServers(), 0, 5_000);

            // SIGKILL
            assertThat(ProcessHandle.of(broker.pid()).orElseThrow().destroyForcibly())
                    .isTrue();
            assertThat(broker.onExit().get(30, TimeUnit.SECONDS)).isEqualTo(137);
            assertThat(broker.isAlive()).isFalse();
        }

        try (BrokerProcess broker = BrokerProcess.start(settings())) {
            assertThat(Records.readAll(broker.bootstrapServers(), "g")).isEqualTo(Records.numbers(5_000));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // reads /proc
    void close_stopsOrderlyAndTheFirstTimeLeavesAClassDataArchive() throws Exception {
        Path cache = folder.resolve("cache");
        BrokerProcessSettings settings = BrokerProcessSettings.of(folder.resolve("data"), classPath, cache);

        BrokerProcess first = BrokerProcess.start(settings);
        first.close();
        first.close();
        BrokerProcess second = BrokerProcess.start(settings);
        String command = Files.readString(Path.of("/proc/" + second.pid() + "/cmdline"));
        second.close();

        assertThat(first.onExit().get(1, TimeUnit.SECONDS)).isZero();
        assertThat(second.onExit().get(1, TimeUnit.SECONDS)).isZero();
        assertThat(first.logFile()).isEmpty();
        Path archive = onlyFileIn(cache);
        assertThat(archive.getFileName().toString()).matches("broker-[0-9a-f]{16}\\.jsa");
        assertThat(command).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void start_givenADamagedArchive_startsAllTheSame() throws Exception {
        Path cache = folder.resolve("cache");
        BrokerProcessSettings settings = BrokerProcessSettings.of(folder.resolve("data"), classPath, cache);
        BrokerProcess.start(settings).close();
        Path archive = onlyFileIn(cache);
        assertThat(archive.toFile().setWritable(true)).isTrue();
        Files.write(archive, new byte[4_096]);

        try (BrokerProcess broker = BrokerProcess.start(settings)) {
            assertThat(broker.isAlive()).isTrue();
            assertThat(broker.logFile()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // reads /proc
    void start_givenACommandPrefix_runsItInFront() throws Exception {
        BrokerProcessSettings settings = settings().withCommandPrefix(List.of("env", "SOAKLINE_TEST=1"));

        try (BrokerProcess broker = BrokerProcess.start(settings)) {
            assertThat(Files.readString(Path.of("/proc/" + broker.pid() + "/environ")))
                    .contains("SOAKLINE_TEST=1");
        }
    }

    @Test
    void start_whereNoFolderCanBe_saysSo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> BrokerProcess.start(BrokerProcessSettings.of(file.resolve("x"), classPath, shared)))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("cannot write to the broker folder " + file.resolve("x"));
    }

    @Test
    void start_onAFolderInUse_repeatsTheLineOfTheBroker() throws Exception {
        try (BrokerProcess running = BrokerProcess.start(settings())) {
            assertThatThrownBy(() -> BrokerProcess.start(settings()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("a broker already runs on the folder " + folder.resolve("data"));
            assertThat(running.isAlive()).isTrue();
        }
    }

    @Test
    void start_onATakenPort_repeatsTheLineOfTheBroker() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> BrokerProcess.start(settings().withPort(other.getLocalPort())))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void start_thatTakesTooLong_isGivenUpAndLeavesNoProcess() {
        BrokerProcessSettings settings = settings()
                .withCommandPrefix(List.of("sh", "-c", "exec sleep 61"))
                .withReadyTimeout(Duration.ofMillis(200));

        assertThatThrownBy(() -> BrokerProcess.start(settings))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("not ready within");
        assertThat(ProcessHandle.current().descendants())
                .noneMatch(process -> process.info().commandLine().orElse("").contains("sleep 61"));
    }

    private static Path onlyFileIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private BrokerProcessSettings settings() {
        return BrokerProcessSettings.of(folder.resolve("data"), classPath, shared.resolve("cache"));
    }
}
