package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.agreement.KnownOutput;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.OutputSketch;
import io.soakline.record.Run;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputCatalogTest {

    private static final RecordCodec<OutputSketch> CODEC = RecordCodec.of(OutputSketch.class);
    private static final Run RUN = TestRecords.run("run-1", "device-1", "tvm");

    /** Reads what a producer wrote, as the catalog does. */
    private static OutputSketch read(OutputSketch written) {
        try {
            return CODEC.decode(CODEC.encode(written));
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    private static OutputSketch sketch(TestOutput output, int input, @Nullable TestOutput golden) {
        return read(output.sketch(RUN, input, golden));
    }

    private final OutputCatalog catalog = new OutputCatalog(OutputCatalog.MOST_BYTES);

    private OutputCatalog.Outputs outputs(OutputCatalog of) {
        return of.of(RUN.getModelDigest(), RUN.getInputSetDigest());
    }

    @Test
    void outputs_givenSketch_knowWhatItSays() {
        TestOutput output = TestOutput.ofClass(3, 10);
        TestOutput golden = output.flipped(2, 4);
        catalog.accept(sketch(output, 7, golden));
        OutputCatalog.Outputs outputs = outputs(catalog);
        KnownOutput known = Objects.requireNonNull(outputs.output(7, output.digest()));
        assertThat(known.tensors().get(0).values()).hasSize(10);
        assertThat(outputs.label(7, output.digest())).isEqualTo(3);
        assertThat(Objects.requireNonNull(outputs.golden(7, output.digest())).getDiffering())
                .isEqualTo(1);
        assertThat(outputs.rawForms(7, output.digest())).hasSize(1);
        assertThat(outputs.hasRawForms()).isFalse();
        assertThat(outputs.output(6, output.digest())).as("another input").isNull();
        assertThat(outputs.label(7, golden.digest())).isNull();
        assertThat(catalog.of("other", RUN.getInputSetDigest()).output(7, output.digest()))
                .isNull();
    }

    @Test
    void outputs_givenSeveralSketchesOfOne_keepWhatOnlyOneSays() {
        TestOutput plus = TestOutput.of(1, 0f);
        TestOutput minus = TestOutput.of(1, -0f);
        catalog.accept(sketch(plus, 0, plus));
        long version = outputs(catalog).version();
        catalog.accept(sketch(minus, 0, null));
        assertThat(outputs(catalog).version()).isGreaterThan(version);
        assertThat(outputs(catalog).hasRawForms()).isTrue();
        assertThat(outputs(catalog).rawForms(0, plus.digest()))
                .containsExactly(
                        new OutputCatalog.RawSketch(plus.rawDigest(), 0, 0, Set.of("run-1")),
                        new OutputCatalog.RawSketch(minus.rawDigest(), 1, 0, Set.of("run-1")));
        assertThat(outputs(catalog).golden(0, minus.digest())).isNotNull();
    }

    @Test
    void version_givenTheSameBytesOfAnotherRun_changesOnlyWhereItMattersWhoGaveThem() {
        TestOutput plus = TestOutput.of(1, 0f);
        Run other = TestRecords.run("run-2", "device-1", "tvm");
        catalog.accept(sketch(plus, 0, null));
        long version = outputs(catalog).version();
        catalog.accept(read(plus.sketch(other, 0, null)));
        assertThat(outputs(catalog).version()).isEqualTo(version);
        assertThat(outputs(catalog).rawForms(0, plus.digest()).get(0).runs())
                .containsExactlyInAnyOrder("run-1", "run-2");

        catalog.accept(read(TestOutput.of(1, -0f).sketch(other, 0, null)));
        long withForms = outputs(catalog).version();
        catalog.accept(read(plus.sketch(TestRecords.run("run-3", "device-1", "tvm"), 0, null)));
        assertThat(outputs(catalog).version()).isGreaterThan(withForms);
    }

    @Test
    void accept_givenMoreThanThereIsRoomFor_countsTheRest() {
        OutputSketch first = sketch(TestOutput.ofClass(0, 200), 0, null);
        OutputCatalog small = new OutputCatalog(10 * OutputSketches.bytes(first));
        for (int input = 0; input < 25; input++) {
            small.accept(sketch(TestOutput.ofClass(input, 200), input, null));
        }
        assertThat(small.notKept()).isEqualTo(15);
        assertThat(outputs(small).output(9, TestOutput.ofClass(9, 200).digest()))
                .isNotNull();
        assertThat(outputs(small).output(10, TestOutput.ofClass(10, 200).digest()))
                .isNull();
        small.accept(first);
        assertThat(small.notKept()).as("what is known takes no room").isEqualTo(15);
    }

    @Test
    void bytes_givenWholeOutput_coverWhatItTakes() {
        // 200 boxed doubles of 16 bytes with a reference of 4.
        assertThat(OutputSketches.bytes(sketch(TestOutput.ofClass(0, 200), 0, null)))
                .isBetween(200L * 20, 200L * 20 + 1_000);
    }
}
