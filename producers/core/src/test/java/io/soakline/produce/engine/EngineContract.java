package io.soakline.produce.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.output.OutputDigest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/**
 * What every engine technology keeps. An engine module extends it with a provider and a directory that holds a built
 * engine whose output depends on its input.
 */
public abstract class EngineContract {

    /** The provider under test. */
    protected abstract EngineProvider provider();

    /** A built engine that {@link #provider()} runs. */
    protected abstract Path engineDirectory() throws Exception;

    private InferenceEngine open() throws Exception {
        Path directory = engineDirectory();
        return provider().open(directory, EngineManifest.read(directory), EngineSettings.SINGLE_THREAD);
    }

    private static InputSet inputs(InferenceEngine engine) {
        return GeneratedInputs.of(engine.manifest().inputs(), 4, 11);
    }

    @Test
    void provider_givenTheEnginesCompiler_runsIt() throws Exception {
        assertThat(provider().runs(EngineManifest.read(engineDirectory()).compiler()))
                .isTrue();
        assertThat(provider().runs("no-such-compiler")).isFalse();
    }

    @Test
    void provider_isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(EngineProvider.class).stream().map(ServiceLoader.Provider::type))
                .anyMatch(type -> type.equals(provider().getClass()));
    }

    @Test
    void manifest_namesModelByDigestAndHasInputsAndOutputs() throws Exception {
        try (InferenceEngine engine = open()) {
            assertThat(engine.manifest().modelDigest()).matches("[0-9a-f]{64}");
            assertThat(engine.manifest().engineId()).matches("[0-9a-f]{32}");
            assertThat(engine.manifest().inputs()).isNotEmpty();
            assertThat(engine.manifest().outputs()).isNotEmpty();
            assertThat(engine.manifest()).isEqualTo(EngineManifest.read(engineDirectory()));
        }
    }

    @Test
    void infer_givenSameInputTwice_givesSameBits() throws Exception {
        try (InferenceEngine engine = open()) {
            InputSet inputs = inputs(engine);
            assertThat(outputs(engine, inputs.input(0))).isEqualTo(outputs(engine, inputs.input(0)));
        }
    }

    @Test
    void infer_givenSeveralInputsInTurn_answersTheStagedOne() throws Exception {
        try (InferenceEngine engine = open()) {
            InputSet inputs = inputs(engine);
            List<String> first = new ArrayList<>();
            List<String> second = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                first.add(outputs(engine, inputs.input(i)));
            }
            for (int i = 0; i < inputs.size(); i++) {
                second.add(outputs(engine, inputs.input(i)));
            }
            assertThat(second).isEqualTo(first);
            assertThat(first.stream().distinct().count())
                    .as("distinct outputs of different inputs")
                    .isGreaterThan(1);
        }
    }

    @Test
    void infer_givenSecondInstance_givesSameBits() throws Exception {
        try (InferenceEngine one = open();
                InferenceEngine other = open()) {
            InputSet inputs = inputs(one);
            assertThat(outputs(other, inputs.input(1))).isEqualTo(outputs(one, inputs.input(1)));
        }
    }

    @Test
    void infer_givenInputStagedOnce_canBeRepeated() throws Exception {
        try (InferenceEngine engine = open()) {
            InputSet inputs = inputs(engine);
            engine.stage(inputs.input(2));
            engine.infer();
            String once = fetched(engine);
            engine.infer();
            assertThat(fetched(engine)).isEqualTo(once);
        }
    }

    @Test
    void stage_givenBuffersOfTheCaller_leavesThemAsTheyWere() throws Exception {
        try (InferenceEngine engine = open()) {
            List<ByteBuffer> input = inputs(engine).input(0);
            byte[] before = new byte[input.get(0).capacity()];
            input.get(0).get(0, before);
            outputs(engine, input);
            byte[] after = new byte[input.get(0).capacity()];
            input.get(0).get(0, after);
            assertThat(after).isEqualTo(before);
            assertThat(input.get(0).position()).isZero();
            assertThat(input.get(0).limit()).isEqualTo(input.get(0).capacity());
        }
    }

    @Test
    void stage_givenWrongNumberOfInputs_isRefusedInOneLine() throws Exception {
        try (InferenceEngine engine = open()) {
            assertThatThrownBy(() -> engine.stage(List.of()))
                    .isInstanceOf(EngineException.class)
                    .message()
                    .isNotBlank()
                    .doesNotContain("\n");
        }
    }

    @Test
    void close_calledTwice_isHarmless() throws Exception {
        InferenceEngine engine = open();
        engine.close();
        engine.close();
    }

    private static String outputs(InferenceEngine engine, List<ByteBuffer> input) throws EngineException {
        engine.stage(input);
        engine.infer();
        return fetched(engine);
    }

    @Test
    void fetch_givenDirectBufferOrOneInTheHeap_givesTheSameBytes() throws Exception {
        try (InferenceEngine engine = open()) {
            engine.stage(inputs(engine).input(0));
            engine.infer();
            String inTheHeap = fetched(engine);
            List<TensorSpec> specs = engine.manifest().outputs();
            List<ByteBuffer> direct = new ArrayList<>();
            for (int i = 0; i < specs.size(); i++) {
                direct.add(ByteBuffer.allocateDirect(specs.get(i).bytes()).order(ByteOrder.LITTLE_ENDIAN));
                engine.fetch(i, direct.get(i));
            }
            OutputDigest digest = new OutputDigest(specs);
            digest.update(direct);
            assertThat(raw(digest)).isEqualTo(inTheHeap);
        }
    }

    /** Digest of all outputs. */
    private static String fetched(InferenceEngine engine) throws EngineException {
        OutputDigest digest = new OutputDigest(engine.manifest().outputs());
        for (int i = 0; i < digest.buffers().size(); i++) {
            engine.fetch(i, digest.buffers().get(i));
        }
        digest.update();
        return raw(digest);
    }

    private static String raw(OutputDigest digest) {
        return HexFormat.of().toHexDigits(digest.rawHigh()) + HexFormat.of().toHexDigits(digest.rawLow());
    }
}
