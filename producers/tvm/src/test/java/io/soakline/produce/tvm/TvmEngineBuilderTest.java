package io.soakline.produce.tvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.produce.engine.BuildProgress;
import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.SearchSeed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real builds in the real Python, of a model that compiles in seconds. */
class TvmEngineBuilderTest {

    /** Kept between runs of the tests, so that the bundle is unpacked once. */
    private static final Path CACHE = Path.of("target", "test-cache").toAbsolutePath();

    private static final SmallModel MODEL = new SmallModel(1);

    private static final BuildProgress IGNORE = (stage, fraction) -> {};

    private final TvmEngineBuilder builder = new TvmEngineBuilder();

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireLinux() {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "TVM's compiler is bundled for Linux x86-64 only");
    }

    @Test
    void build_givenPlainTvm_computesWhatTheModelSays() throws Exception {
        List<Double> fractions = new ArrayList<>();

        Path engine = builder.build(request("tvm", Map.of()), (stage, fraction) -> fractions.add(fraction));

        EngineManifest manifest = EngineManifest.read(engine);
        assertThat(manifest.compilerVersion()).isEqualTo("0.18.0");
        assertThat(manifest.scheduleDigest()).isNull();
        assertThat(manifest.inputs())
                .singleElement()
                .satisfies(input -> assertThat(input.shape()).containsExactly(1L, 4L, 8L, 8L));
        assertThat(fractions).isSorted().last().isEqualTo(1.0);
        assertComputes(engine, manifest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"autotvm", "autoscheduler", "metaschedule"})
    void build_givenTuner_searchesAndRebuildsFromItsRecords(String compiler) throws Exception {
        Map<String, String> search = Map.of("trials", "2", "seed", "7");
        List<String> stages = new ArrayList<>();
        List<Double> fractions = new ArrayList<>();

        Path searched = builder.build(request(compiler, search), (stage, fraction) -> {
            stages.add(stage);
            fractions.add(fraction);
        });

        EngineManifest manifest = EngineManifest.read(searched);
        assertThat(manifest.scheduleDigest()).hasSize(64);
        assertThat(manifest.configuration())
                .containsEntry("trials", "2")
                .containsEntry("seed", "7")
                .containsEntry("workloads-tuned", manifest.configuration().get("workloads"));
        assertThat(searched.resolve("tuning.jsonl")).isNotEmptyFile();
        assertThat(SearchSeed.readIfThere(searched)).isEqualTo(7);
        if (!stages.contains("found in the cache")) {
            assertThat(stages).anyMatch(stage -> stage.startsWith("tuning task 1 of "));
            assertThat(fractions).isSorted();
            assertThat(fractions.stream().distinct().count()).isGreaterThan(5);
        }
        assertComputes(searched, manifest);

        Path best = searched.resolve("best.jsonl");
        List<String> again = new ArrayList<>();
        Path rebuilt = builder.build(
                request(compiler, Map.of("records", best.toString())), (stage, fraction) -> again.add(stage));

        EngineManifest fromRecords = EngineManifest.read(rebuilt);
        assertThat(again).noneMatch(stage -> stage.startsWith("tuning"));
        assertThat(SearchSeed.readIfThere(rebuilt)).isNull();
        assertThat(fromRecords.scheduleDigest()).isEqualTo(manifest.scheduleDigest());
        assertThat(fromRecords.configuration())
                .containsEntry("records", ContentDigest.ofFile(best))
                .containsEntry("workloads-tuned", manifest.configuration().get("workloads"));
        assertComputes(rebuilt, fromRecords);
    }

    @ParameterizedTest
    @ValueSource(strings = {"autotvm", "autoscheduler", "metaschedule"})
    void build_givenRebuildOfASearch_addsItsNumberToTheSeed(String compiler) throws Exception {
        Map<String, String> first = Map.of("trials", "1", "tune-top", "1", "seed", "3");
        Map<String, String> next = Map.of("trials", "1", "tune-top", "1", "seed", "4");

        Path second = builder.build(rebuild(compiler, first, 2), IGNORE);
        Path other = builder.build(request(compiler, next), IGNORE);

        EngineManifest rebuild = EngineManifest.read(second);
        assertThat(SearchSeed.readIfThere(second)).isEqualTo(4);
        assertThat(SearchSeed.readIfThere(other)).isEqualTo(4);
        EngineManifest manifest = EngineManifest.read(other);
        assertThat(rebuild.scheduleDigest()).isEqualTo(manifest.scheduleDigest());
        assertThat(rebuild.configuration())
                .containsEntry("seed", "3")
                .containsEntry("tune-top", "1")
                .containsEntry("workloads-tuned", "1");
        assertThat(manifest.configuration()).containsEntry("seed", "4");
        assertThat(Integer.parseInt(String.valueOf(manifest.configuration().get("workloads"))))
                .as("the rest runs untuned")
                .isGreaterThan(1);
        assertComputes(other, manifest);
    }

    @Test
    void build_givenRebuildOfPlainTvm_compilesTheSameEngineAgain() throws Exception {
        Path first = builder.build(request("tvm", Map.of()), IGNORE);
        List<String> stages = new ArrayList<>();

        Path second = builder.build(rebuild("tvm", Map.of(), 2), (stage, fraction) -> stages.add(stage));

        assertThat(second).isNotEqualTo(first);
        assertThat(EngineManifest.read(second).engineId())
                .isEqualTo(EngineManifest.read(first).engineId());
        assertThat(second.resolve("params.bin")).hasSameBinaryContentAs(first.resolve("params.bin"));
        assertThat(builder.build(rebuild("tvm", Map.of(), 2), IGNORE)).isEqualTo(second);
    }

    @Test
    void open_givenNumbersOfThreadsInTurn_computesTheSame() throws Exception {
        assertThat(new TvmEngineProvider().offersThreads()).isTrue();
        Path directory = builder.build(request("tvm", Map.of()), IGNORE);
        EngineManifest manifest = EngineManifest.read(directory);
        List<ByteBuffer> input = List.of(direct(SmallModel.floats(new Random(5), SmallModel.INPUT)));
        try (InferenceEngine one = new TvmEngineProvider().open(directory, manifest, new EngineSettings(1));
                InferenceEngine two = new TvmEngineProvider().open(directory, manifest, new EngineSettings(2))) {
            for (int turn = 0; turn < 3; turn++) {
                one.stage(input);
                one.infer();
                two.stage(input);
                two.infer();
                assertThat(fetch(two)).containsExactly(fetch(one));
            }
        }
        assertThatThrownBy(() -> new TvmEngineProvider().open(directory, manifest, new EngineSettings(3)))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("TVM runs with 2 threads, not 3");
    }

    @ParameterizedTest
    @CsvSource({"1, 8, false", "2, 1, true", " 4 , 1, true", "many, 8, false", ", 2, false", ", 4, true"})
    void mayUseSeveral_givenSetting_saysWhatTvmWillRead(String setting, int processors, boolean expected) {
        assertThat(TvmEngineProvider.mayUseSeveral(setting, processors)).isEqualTo(expected);
    }

    @Test
    void build_givenTheSameAgain_takesItFromTheCache() throws Exception {
        Path first = builder.build(request("tvm", Map.of()), IGNORE);
        List<String> stages = new ArrayList<>();

        Path second = builder.build(request("tvm", Map.of()), (stage, fraction) -> stages.add(stage));
        BuildRequest renamed = new BuildRequest(MODEL.write(folder), "tvm", "other name", CACHE, Map.of());
        Path third = builder.build(renamed, (stage, fraction) -> stages.add(stage));

        assertThat(second).isEqualTo(first);
        assertThat(stages).containsExactly("found in the cache", "found in the cache");
        assertThat(EngineManifest.read(third).name()).isEqualTo("other name");
        assertThat(EngineManifest.read(third).engineId())
                .isEqualTo(EngineManifest.read(first).engineId());
        assertThat(third.resolve("lib.so")).hasSameBinaryContentAs(first.resolve("lib.so"));
    }

    @Test
    void build_givenTwoAtOnce_bothGetTheWholeEngine() throws Exception {
        Map<String, String> options = Map.of("opt-level", "1");
        Path cache = emptyCache("twins");
        BuildRequest request = new BuildRequest(MODEL.write(folder), "tvm", "twin", cache, options);
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Future<Path> one = both.submit(() -> builder.build(request, IGNORE));
            Future<Path> other = both.submit(() -> builder.build(request, IGNORE));

            assertThat(one.get()).isEqualTo(other.get());
            assertComputes(one.get(), EngineManifest.read(one.get()));
        } finally {
            both.shutdownNow();
        }
        try (Stream<Path> left = Files.list(cache.resolve("tvm"))) {
            assertThat(left).as("nothing but the engine is left").hasSize(1);
        }
    }

    @Test
    void build_givenOpenDimension_asksForItsSizeAndTakesIt() throws Exception {
        Path model = Files.write(folder.resolve("open.onnx"), MODEL.onnx(0));

        assertThatThrownBy(() -> builder.build(new BuildRequest(model, "tvm", "open", CACHE, Map.of()), IGNORE))
                .isInstanceOf(EngineException.class)
                .hasMessage("input 'x' has open dimensions, ?x4x8x8: give their sizes with the option"
                        + " input-shape=x:1x4x8x8");
        Path engine =
                builder.build(new BuildRequest(model, "tvm", "open", CACHE, Map.of("input-shape", "1x4x8x8")), IGNORE);

        assertThat(EngineManifest.read(engine).configuration()).containsEntry("input-shape", "1x4x8x8");
    }

    @Test
    void build_givenTruncatedModel_saysWhereItBreaksOff() throws Exception {
        byte[] whole = MODEL.onnx(1);
        Path model = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, 400));

        assertThatThrownBy(() -> builder.build(new BuildRequest(model, "tvm", "cut", CACHE, Map.of()), IGNORE))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(model + " is not an ONNX model that TVM can read: truncated at byte 400")
                .hasMessageEndingWith("export it again")
                .hasMessageNotContaining("\n");
    }

    @Test
    void build_givenUnknownOperator_namesIt() throws Exception {
        byte[] bytes = new OnnxBytes()
                .node("Entangle", "y", new String[] {"x"})
                .input("x", 1, 2)
                .output("y", 1, 2)
                .model();
        Path model = Files.write(folder.resolve("unknown.onnx"), bytes);

        assertThatThrownBy(() -> builder.build(new BuildRequest(model, "tvm", "unknown", CACHE, Map.of()), IGNORE))
                .isInstanceOf(EngineException.class)
                .hasMessage(model + " uses operators that TVM 0.18.0 does not know: Entangle; export it without them");
    }

    @Test
    void build_givenOperatorUsedStrangely_namesIt() throws Exception {
        byte[] bytes = new OnnxBytes()
                .node("Conv", "y", new String[] {"x", "w"}, OnnxBytes.string("auto_pad", "SIDEWAYS"))
                .weights("w", new float[9], 1, 1, 3, 3)
                .input("x", 1, 1, 8, 8)
                .output("y", 1, 1, 6, 6)
                .model();
        Path model = Files.write(folder.resolve("strange.onnx"), bytes);

        assertThatThrownBy(() -> builder.build(new BuildRequest(model, "tvm", "strange", CACHE, Map.of()), IGNORE))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(
                        model + " uses an operator in a way that TVM 0.18.0 does not support: Conv (node ")
                .hasMessageContaining("SIDEWAYS")
                .hasMessageEndingWith("export it without that")
                .hasMessageNotContaining("\n");
    }

    @Test
    void build_givenShapeThatDependsOnData_namesTheOperator() throws Exception {
        byte[] bytes = new OnnxBytes()
                .node("NonZero", "n", new String[] {"x"})
                .node("Cast", "y", new String[] {"n"}, OnnxBytes.number("to", 1))
                .input("x", 4, 4)
                .output("y", 2, 0)
                .model();
        Path model = Files.write(folder.resolve("dynamic.onnx"), bytes);

        assertThatThrownBy(() -> builder.build(new BuildRequest(model, "tvm", "dynamic", CACHE, Map.of()), IGNORE))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(model + " uses an operator whose result has no fixed shape: NonZero")
                .hasMessageNotContaining("\n");
    }

    @Test
    void build_givenDamagedRecords_namesTheLine() throws Exception {
        Path records = Files.writeString(folder.resolve("records.jsonl"), "\n{\"half\": ");

        assertThatThrownBy(() -> builder.build(request("autotvm", Map.of("records", records.toString())), IGNORE))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(records + " line 2 is not a tuning record");
    }

    @Test
    void build_givenUnwritableCache_saysSo() throws Exception {
        // A file where the folder should be stops every user, the administrator too.
        Path cache = Files.writeString(folder.resolve("occupied"), "");
        BuildRequest request = new BuildRequest(MODEL.write(folder), "tvm", "small", cache, Map.of());

        assertThatThrownBy(() -> builder.build(request, IGNORE))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("cannot keep engines in " + cache.resolve("tvm"))
                .hasMessageEndingWith("choose another cache folder (XDG_CACHE_HOME)");
    }

    @Test
    void build_givenMissingModel_saysSo() {
        Path missing = folder.resolve("missing.onnx");

        assertThatThrownBy(() -> builder.build(new BuildRequest(missing, "tvm", "m", CACHE, Map.of()), IGNORE))
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "cannot read the model " + missing + ": " + missing + " does not exist; is the path right?");
    }

    @Test
    void build_givenInterrupt_leavesNoHalfEngine() throws Exception {
        Path cache = emptyCache("interrupted");
        BuildRequest request = new BuildRequest(MODEL.write(folder), "tvm", "small", cache, Map.of());
        Thread here = Thread.currentThread();

        assertThatThrownBy(() -> builder.build(request, (stage, fraction) -> here.interrupt()))
                .isInstanceOf(InterruptedException.class);

        try (Stream<Path> left = Files.list(cache.resolve("tvm"))) {
            assertThat(left).noneMatch(Files::isDirectory);
        }
    }

    @Test
    void open_givenIncompleteEngine_saysWhatIsMissing() throws Exception {
        Path whole = builder.build(request("tvm", Map.of()), IGNORE);
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.copy(whole.resolve("lib.so"), broken.resolve("lib.so"));
        EngineManifest manifest = EngineManifest.read(whole);

        assertThatThrownBy(() -> new TvmEngineProvider()
                        .open(whole.resolve("../../../x"), manifest, EngineSettings.SINGLE_THREAD))
                .isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> new TvmEngineProvider().open(broken, manifest, EngineSettings.SINGLE_THREAD))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("is incomplete: cannot read " + broken.resolve("graph.json"))
                .hasMessageEndingWith("build it again");
    }

    /** A cache without engines; the unpacked bundle is lent to it. */
    private static Path emptyCache(String name) throws Exception {
        Path cache = CACHE.resolveSibling("test-cache-" + name);
        Folders.delete(cache);
        Files.createDirectories(cache);
        for (BundlePart part : List.of(BundlePart.RUNTIME, BundlePart.COMPILER)) {
            Path unpacked = Bundle.unpack(part, CACHE, share -> {}).folder();
            Files.createSymbolicLink(cache.resolve(unpacked.getFileName()), unpacked);
        }
        return cache;
    }

    @Test
    void stageAndFetch_givenHundredsOfMegabytes_keepNoneOfThem() throws Exception {
        Path directory = builder.build(request("tvm", Map.of()), (stage, fraction) -> {});
        List<ByteBuffer> input = List.of(direct(SmallModel.floats(new Random(1), SmallModel.INPUT)));
        ByteBuffer output = ByteBuffer.allocateDirect(4 * SmallModel.CLASSES).order(ByteOrder.LITTLE_ENDIAN);
        try (InferenceEngine engine =
                new TvmEngineProvider().open(directory, EngineManifest.read(directory), EngineSettings.SINGLE_THREAD)) {
            long before = residentMebibytes();
            for (int i = 0; i < 400_000; i++) {
                engine.stage(input);
                engine.fetch(0, output);
            }
            // 400,000 inputs of 1 KiB went through.
            assertThat(residentMebibytes() - before).isLessThan(150);
        }
    }

    private static long residentMebibytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private BuildRequest rebuild(String compiler, Map<String, String> options, int number) throws Exception {
        return new BuildRequest(MODEL.write(folder), compiler, "small-" + compiler, CACHE, options, number);
    }

    private BuildRequest request(String compiler, Map<String, String> options) throws Exception {
        return new BuildRequest(MODEL.write(folder), compiler, "small-" + compiler, CACHE, options);
    }

    private static void assertComputes(Path directory, EngineManifest manifest) throws Exception {
        try (InferenceEngine engine = new TvmEngineProvider().open(directory, manifest, EngineSettings.SINGLE_THREAD)) {
            for (int seed = 0; seed < 3; seed++) {
                float[] input = SmallModel.floats(new Random(seed), SmallModel.INPUT);
                engine.stage(List.of(direct(input)));
                engine.infer();
                float[] first = fetch(engine);
                engine.infer();

                double[] expected = MODEL.compute(input);
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) first[i]).isCloseTo(expected[i], within(1e-5));
                }
                assertThat(fetch(engine))
                        .as("an inference leaves its input as it was")
                        .containsExactly(first);
            }
        }
    }

    private static ByteBuffer direct(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    private static float[] fetch(InferenceEngine engine) throws EngineException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4 * SmallModel.CLASSES).order(ByteOrder.LITTLE_ENDIAN);
        engine.fetch(0, buffer);
        float[] values = new float[SmallModel.CLASSES];
        buffer.asFloatBuffer().get(values);
        return values;
    }
}
