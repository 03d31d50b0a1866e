package io.soakline.produce.tvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real builds in the real Python, of a model that compiles in seconds. */
class TvmEngineBuilderTest {

    /** Kept between runs of the tests, so that the bundle is unpacked once. */
    private static final Path CACHE = Path.of("target", "test-cache").toAbsolutePath();

    private static final SmallModel MODEL = new SmallModel(1);

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
