package io.soakline.launch.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.launch.Home;
import io.soakline.launch.RecordFile;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A bundle is made, unpacked elsewhere, and run without any environment. Needs the producers' jars. */
class BundleTest {

    private static final Path CHECKOUT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Path home;

    private record Ended(int exit, String said) {}

    @BeforeAll
    static void makeAndUnpack() throws Exception {
        Path archive = folder.resolve("board.tar.gz");
        Bundle bundle = new Bundle(
                new Home(CHECKOUT),
                BundleEngine.ONNXRUNTIME,
                Platform.ofThisHost().orElseThrow(),
                null);
        bundle.write(archive, status -> {});
        home = Files.createDirectory(folder.resolve("board"));
        Ended unpacked = run(List.of("tar", "xzf", archive.toString(), "-C", home.toString()), true);
        assertThat(unpacked.exit()).as(unpacked.said()).isZero();
        home = home.resolve(bundle.name());
        Files.writeString(folder.resolve("any.onnx"), "for an engine that computes nothing");
    }

    private static Ended run(List<String> command, boolean environment) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        if (!environment) {
            builder.environment().clear();
            // Where the unpacked libraries and logs of a test may lie.
            builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
            builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    private static Ended soakline(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home + "/bin/soakline"));
        command.addAll(List.of(arguments));
        return run(command, false);
    }

    private static List<Topic> topics(Path file) throws Exception {
        List<RecordLines.Line> lines = new ArrayList<>();
        RecordFile read = RecordFile.read(file, lines::add);
        assertThat(read.whole()).isTrue();
        assertThat(read.malformed()).isZero();
        return lines.stream().map(RecordLines.Line::topic).toList();
    }

    @Test
    void sample_withoutJava_writesRecords() throws Exception {
        Path file = folder.resolve("load.ndjson.gz");

        Ended sample = soakline("sample", "--for", "1s", "--records", file.toString());

        assertThat(sample.exit()).as(sample.said()).isZero();
        assertThat(topics(file)).isNotEmpty().containsOnly(Topic.DEVICES);
    }

    @Test
    void produce_withoutJava_writesTheRunOfAnEngineBuiltThere() throws Exception {
        Ended build = soakline(
                "build", "any.onnx", "--compiler", "synthetic", "--option", "input-shape=1x3x8x8", "--out", "engines");
        assertThat(build.exit()).as(build.said()).isZero();
        Path file = folder.resolve("soak.ndjson.gz");

        Ended produce =
                soakline("produce", "--engine", "engines/synthetic", "--for", "1s", "--records", file.toString());

        assertThat(produce.exit()).as(produce.said()).isZero();
        assertThat(topics(file)).contains(Topic.RUNS, Topic.INFERENCES);
    }

    @Test
    void bundle_givenWhatItDoesNotHold_saysWhichOneWould() throws Exception {
        assertThat(soakline("demo").said()).contains("Unmatched argument").doesNotContain("Exception");
        Ended tvm = soakline("build", "any.onnx", "--compiler", "tvm");
        assertThat(tvm.exit()).isEqualTo(3);
        assertThat(tvm.said())
                .contains("this bundle is for onnxruntime and does not hold producers/tvm")
                .contains("soakline bundle --engine tvm");
    }

    @Test
    void jars_holdNoOtherPlatformsCodeAndNothingOfThePipeline() throws Exception {
        List<String> names = List.of(new File(home.toFile(), "jars").list());

        assertThat(names)
                .noneMatch(name -> name.startsWith("questdb") || name.startsWith("soakline-flow"))
                .anyMatch(name -> name.startsWith("soakline-producer-onnxruntime"));
        assertThat(Files.readString(home.resolve(Home.BUNDLE))).contains("engine=onnxruntime");
    }
}
