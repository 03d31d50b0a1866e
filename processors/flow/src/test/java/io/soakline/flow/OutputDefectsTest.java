package io.soakline.flow;

import static io.soakline.flow.TestRecords.SECOND;
import static io.soakline.flow.TestRecords.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Alert;
import io.soakline.record.Factor;
import io.soakline.record.OutputSketch;
import io.soakline.record.RawDifference;
import io.soakline.record.RawForm;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Engines with a known defect of their outputs, from their inferences on the log to what is said of them. */
class OutputDefectsTest {

    private static final int INPUTS = 64;
    private static final int BATCH = 1_000;
    private static final long MILLISECOND = 1_000_000L;

    private static final List<TestOutput> SCORES = IntStream.range(0, INPUTS)
            .mapToObj(input -> TestOutput.ofClass(input % 10, 10))
            .toList();
    private static final List<TestOutput> LARGE = IntStream.range(0, INPUTS)
            .mapToObj(input -> TestOutput.ofClass(input, 300))
            .toList();

    private final MemoryLog log = new MemoryLog(2, 1, 20);
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ProcessService service = ProcessService.start(log, FlowSettings.defaults("test"), time);
    private final Set<String> described = new HashSet<>();
    private boolean sketchesNameTheirRun = true;

    @AfterEach
    void close() {
        service.close();
    }

    /** What an engine gives on an input at a call. */
    private interface Engine {
        TestOutput output(int input, int call);
    }

    private static Engine always(IntFunction<TestOutput> outputs) {
        return (input, call) -> outputs.apply(input);
    }

    private static TestOutput scores(int input) {
        return SCORES.get(input);
    }

    /** Too large to be held whole. */
    private static TestOutput large(int input) {
        return LARGE.get(input);
    }

    private Run run(String runId, String compiler) {
        Run run = TestRecords.run(runId, "device-1", compiler);
        run.setInputCount(INPUTS);
        log.append(Topic.RUNS, Keys.of(run), TestRecords.encode(run));
        return run;
    }

    /** Calls the engine once a millisecond, input after input, and ends its run. */
    private void soak(Run run, int calls, Engine engine, @Nullable IntFunction<@Nullable TestOutput> golden) {
        for (int first = 0; first < calls; first += BATCH) {
            send(run, first, Math.min(BATCH, calls - first), engine, golden);
            pass(20);
        }
        Run ended = ended(run, 100 * SECOND + calls * MILLISECOND, (long) calls, RunExit.COMPLETED);
        log.append(Topic.RUNS, Keys.of(ended), TestRecords.encode(ended));
        for (int i = 0; i < 100 && !service.isFinished(run.getRunId()); i++) {
            pass(200);
        }
        assertThat(service.isFinished(run.getRunId())).isTrue();
    }

    private void send(
            Run run, int first, int count, Engine engine, @Nullable IntFunction<@Nullable TestOutput> golden) {
        InferenceColumns columns = new InferenceColumns();
        columns.open(
                run.getRunId(),
                run.getDeviceId(),
                run.getEngineId(),
                run.getModelDigest(),
                run.getInputSetDigest(),
                first);
        for (int call = first; call < first + count; call++) {
            int input = call % INPUTS;
            TestOutput output = engine.output(input, call);
            if (described.add(
                    String.join("/", run.getRunId(), "" + input, "" + output.digest(), "" + output.rawDigest()))) {
                OutputSketch sketch = output.sketch(run, input, golden == null ? null : golden.apply(input));
                sketch.setRunId(sketchesNameTheirRun ? sketch.getRunId() : "");
                log.append(
                        Topic.OUTPUTS,
                        Keys.of(sketch),
                        RecordCodec.of(OutputSketch.class).encode(sketch));
            }
            int index = columns.digestIndex(
                    output.digest().high(),
                    output.digest().low(),
                    output.rawDigest().high(),
                    output.rawDigest().low());
            columns.append(
                    100 * SECOND + call * MILLISECOND,
                    0,
                    900_000,
                    input,
                    index,
                    output.isFinite() ? 0 : InferenceFlag.NON_FINITE);
        }
        log.append(Topic.INFERENCES, run.getDeviceId(), columns.encode());
    }

    private void pass(int milliseconds) {
        for (int left = milliseconds; left > 0; left -= 10) {
            time.advanceTimeBy(Duration.ofMillis(10));
        }
    }

    @Test
    void call_givenOneFlippedBitInHundredThousandCalls_isFoundAndNamed() {
        Run run = run("run-1", "tvm");
        soak(
                run,
                100_000,
                (input, call) -> call == 17 + 700 * INPUTS ? large(input).flipped(3, 1) : large(input),
                OutputDefectsTest::large);
        Alert alert = only(alerts());
        assertThat(alert.getKind()).isEqualTo("repeatability-broken");
        assertThat(alert.getEvidence())
                .startsWith("1 of ")
                .contains("on input 17;")
                .containsPattern("input 17: element 3 of output 0 differs in mantissa bit 0 "
                        + "\\(0x[0-9a-f]{8}, usually 0x[0-9a-f]{8}\\), in 1 of [0-9,]+ calls")
                .doesNotContain("label");
        Agreement calls = newest(calls());
        assertThat(calls.getFactor()).isEqualTo(Factor.CALL);
        assertThat(calls.getDifferingInputs()).containsExactly(17);
        assertThat(calls.getInferences()).isEqualTo(100_000);
        assertThat(calls.getInputs()).isEqualTo(INPUTS);
        assertThat(calls.getLabelFlipCount()).isZero();
        assertThat(calls.getModalShare()).isLessThan(1).isGreaterThan(0.99998);
        assertThat(calls.getEvidence())
                .startsWith("100,000 calls on 64 inputs, input 17 gave several outputs")
                .contains("99.9990 % of the calls", "no label flips");
    }

    @Test
    void call_givenManyFlippedBitsOfALargeOutput_namesTheFirstAndCountsTheRest() {
        TestOutput broken = large(3);
        for (int element = 40; element < 60; element++) {
            broken = broken.flipped(element, 1 << 22);
        }
        TestOutput instead = broken;
        soak(
                run("run-1", "tvm"),
                5_000,
                (input, call) -> call == 3 + 20 * INPUTS ? instead : large(input),
                OutputDefectsTest::large);
        assertThat(only(alerts()).getEvidence())
                .contains("input 3: element 40 of output 0 differs in mantissa bit 22", "17 more elements differ");
    }

    @Test
    void call_givenOutputThatIsNeverTheGoldenOne_isComparedThroughIt() {
        Run run = run("run-1", "tvm");
        soak(
                run,
                5_000,
                (input, call) -> call == 3 + 20 * INPUTS
                        ? large(input).flipped(7, 1).flipped(9, 2)
                        : large(input).flipped(7, 1),
                OutputDefectsTest::large);
        assertThat(only(alerts()).getEvidence())
                .contains("input 3: element 9 of output 0 differs in mantissa bit 1")
                .doesNotContain("element 7");
    }

    @Test
    void call_givenLargeOutputThatIsNoProbe_namesTheInputAlone() {
        Run run = run("run-1", "tvm");
        soak(run, 5_000, (input, call) -> call == 3 + 20 * INPUTS ? large(input).flipped(7, 1) : large(input), null);
        assertThat(only(alerts()).getEvidence()).endsWith("(65 distinct outputs of 64 inputs), on input 3");
    }

    @Test
    void call_givenNaN_isFoundAndNamed() {
        Run run = run("run-1", "tvm");
        soak(
                run,
                20_000,
                (input, call) -> call == 5 + 100 * INPUTS ? scores(input).with(9, Float.NaN) : scores(input),
                null);
        assertThat(alerts())
                .extracting(Alert::getKind)
                .containsExactlyInAnyOrder("non-finite-output", "repeatability-broken");
        Alert broken = only(alerts().stream()
                .filter(alert -> alert.getKind().equals("repeatability-broken"))
                .toList());
        assertThat(broken.getEvidence()).contains("input 5: element 9 of output 0 is NaN (usually 0x");
    }

    @Test
    void call_givenLabelThatFlips_isSaidSo() {
        Run run = run("run-1", "tvm");
        soak(
                run,
                20_000,
                (input, call) ->
                        input == 40 && call > 10_000 && call % 3 == 0 ? TestOutput.ofClass(7, 10) : scores(input),
                null);
        assertThat(only(alerts()).getEvidence()).endsWith("the label flips on input 40 (from 0 to 7)");
        assertThat(newest(calls()).getLabelFlips()).containsExactly(40);
        assertThat(newest(calls()).getEvidence()).contains("the label flips on input 40");
    }

    @Test
    void detections_givenOtherOrder_areTheSameOutput() {
        float[] first = {1, 0.9f, 0, 0, 10, 10};
        float[] second = {2, 0.8f, 5, 5, 20, 20};
        TestOutput usual = TestOutput.ofDetections(first, second);
        TestOutput reordered = TestOutput.ofDetections(second, first);
        Run run = run("run-1", "tvm");
        soak(run, 20_000, (input, call) -> call % 6 == 3 ? reordered : usual, null);
        assertThat(alerts()).isEmpty();
        Agreement calls = newest(calls());
        assertThat(calls.getBitwiseRate()).isEqualTo(1);
        assertThat(calls.getDifferingInputs()).isEmpty();
        assertThat(calls.getRawOnlyInputs()).hasSize(INPUTS / 2).allMatch(input -> input % 2 == 1);
        assertThat(calls.getRawForms())
                .containsExactly(new RawForm("run-1", "name of run-1", RawDifference.ORDER, INPUTS / 2));
        assertThat(calls.getEvidence())
                .contains(
                        "32 of the equal ones only in canonical form: name of run-1 gives detections in another order on 32");
    }

    @Test
    void zeros_givenOtherSignInOneEngine_areEqualAndSaidToBeThatEngines() {
        Engine plus = always(input -> scores(input).with(9, 0f));
        Engine minus = always(input -> scores(input).with(9, input == 12 || input == 30 ? -0f : 0f));
        soak(run("run-1", "tvm"), 2_000, plus, null);
        soak(run("run-2", "onnxruntime"), 2_000, minus, null);
        soak(run("run-3", "autotvm"), 2_000, plus, null);
        RawForm whose = new RawForm("run-2", "name of run-2", RawDifference.NEGATIVE_ZERO, 2);
        for (Agreement pair : pairs()) {
            boolean isOfTheSecond = List.of(pair.getRunA(), pair.getRunB()).contains("run-2");
            assertThat(pair.getBitwiseRate()).isEqualTo(1);
            assertThat(pair.getRawOnlyInputs()).isEqualTo(isOfTheSecond ? List.of(12, 30) : List.of());
            assertThat(pair.getRawForms()).isEqualTo(isOfTheSecond ? List.of(whose) : List.of());
        }
        Agreement group = newest(agreements().stream()
                .filter(each -> each.getScope() == AgreementScope.GROUP && each.getFactor() == Factor.COMPILER)
                .toList());
        assertThat(group.getRawForms()).containsExactly(whose);
        assertThat(group.getEvidence())
                .contains(
                        "2 of the equal ones only in canonical form: name of run-2 gives -0 where others give +0 on 2");
        assertThat(calls())
                .as("each engine by itself gives always the same bytes")
                .allMatch(each -> each.getRawOnlyInputs().isEmpty());
    }

    @Test
    void nan_givenOtherBitsInOneEngine_isSaidToBeThatEngines() {
        float payload = Float.intBitsToFloat(0x7fc0_1234);
        soak(run("run-1", "tvm"), 2_000, always(input -> scores(input).with(9, Float.NaN)), null);
        soak(run("run-2", "onnxruntime"), 2_000, always(input -> scores(input).with(9, payload)), null);
        assertThat(newest(pairs()).getRawForms())
                .containsExactly(new RawForm("run-2", "name of run-2", RawDifference.NAN_PAYLOAD, INPUTS));
    }

    @Test
    void engines_givenOutputsThatAreNotHeldWhole_areComparedOverTheProbes() {
        IntFunction<@Nullable TestOutput> golden = input -> input < 8 ? large(input) : null;
        soak(run("run-1", "tvm"), 2_000, always(OutputDefectsTest::large), golden);
        soak(run("run-2", "onnxruntime"), 2_000, always(input -> large(input).flipped(7, 4)), golden);
        Agreement pair = newest(pairs());
        assertThat(pair.getMaxAbs()).isNull();
        assertThat(pair.getProbeInputs()).isEqualTo(8);
        assertThat(pair.getProbeMaxUlp()).isEqualTo(4);
        assertThat(pair.getProbeMaxAbs()).isBetween(1e-9, 1e-6);
        assertThat(pair.getProbeBound()).as("the first gave the golden outputs").isFalse();
        assertThat(pair.getEvidence()).contains("largest difference over the 8 probe inputs ", "(4 ULP)");

        soak(run("run-3", "autotvm"), 2_000, always(input -> large(input).flipped(7, 1)), golden);
        Agreement ofBoth = newest(pairs().stream()
                .filter(each -> List.of(each.getRunA(), each.getRunB()).containsAll(List.of("run-2", "run-3")))
                .toList());
        assertThat(ofBoth.getProbeMaxUlp()).isEqualTo(5);
        assertThat(ofBoth.getProbeBound()).isTrue();
        assertThat(ofBoth.getEvidence()).contains("over the 8 probe inputs at most ");
    }

    @Test
    void zeros_givenSketchesThatNameNoRun_areSaidOnlyWhereNobodyElseGaveThem() {
        sketchesNameTheirRun = false;
        Engine plus = always(input -> scores(input).with(9, 0f));
        Engine minus = always(input -> scores(input).with(9, input == 12 ? -0f : 0f));
        soak(run("run-1", "tvm"), 2_000, plus, null);
        soak(run("run-2", "onnxruntime"), 2_000, minus, null);
        assertThat(alerts()).isEmpty();
        Agreement pair = newest(pairs());
        assertThat(pair.getBitwiseRate()).isEqualTo(1);
        assertThat(pair.getDifferingInputs()).isEmpty();
        assertThat(pair.getRawOnlyInputs()).containsExactly(12);
        assertThat(pair.getEvidence())
                .startsWith("all 64 inputs are equal bit for bit")
                .contains("1 of the equal ones only in canonical form", "-0 against +0");
        assertThat(calls())
                .as("each engine by itself gives always the same bytes")
                .allMatch(each -> each.getRawOnlyInputs().isEmpty());
        soak(run("run-3", "autotvm"), 2_000, plus, null);
        assertThat(newest(pairs()).getRawOnlyInputs())
                .as("it may be the third that differs")
                .isEmpty();
        assertThat(newest(agreements().stream()
                                .filter(each ->
                                        each.getScope() == AgreementScope.GROUP && each.getFactor() == Factor.COMPILER)
                                .toList())
                        .getRawOnlyInputs())
                .containsExactly(12);
    }

    @Test
    void engines_givenLabelThatFlipsForOneOf64Inputs_areToldApartByIt() {
        soak(run("run-1", "tvm"), 2_000, always(OutputDefectsTest::scores), null);
        soak(
                run("run-2", "onnxruntime"),
                2_000,
                always(input -> input == 23 ? TestOutput.ofClass(4, 10) : scores(input)),
                null);
        assertThat(alerts()).isEmpty();
        Agreement pair = newest(pairs());
        assertThat(pair.getFactor()).isEqualTo(Factor.COMPILER);
        assertThat(pair.getInputs()).isEqualTo(INPUTS);
        assertThat(pair.getDifferingInputs()).containsExactly(23);
        assertThat(pair.getLabelFlips()).containsExactly(23);
        assertThat(pair.getLabelFlipCount()).isEqualTo(1);
        assertThat(pair.getTop1Rate()).isEqualTo(63.0 / 64);
        assertThat(pair.getKappa()).isBetween(0.9, 0.999);
        assertThat(pair.getEvidence())
                .startsWith("1 of 64 inputs differ bit for bit, largest difference ")
                .contains("ULP", "the label flips on input 23", "smallest margin of a decision");
        Agreement group = newest(agreements().stream()
                .filter(agreement ->
                        agreement.getScope() == AgreementScope.GROUP && agreement.getFactor() == Factor.COMPILER)
                .toList());
        assertThat(group.getGroupKey()).isEqualTo("COMPILER/device-1");
        assertThat(group.getMembers()).containsExactly("run-1", "run-2");
        assertThat(group.getLabelFlips()).containsExactly(23);
    }

    private List<Alert> alerts() {
        return decode(Topic.ALERTS, Alert.class);
    }

    private List<Agreement> agreements() {
        return decode(Topic.AGREEMENTS, Agreement.class);
    }

    private List<Agreement> calls() {
        return agreements().stream()
                .filter(agreement -> agreement.getFactor() == Factor.CALL)
                .toList();
    }

    private List<Agreement> pairs() {
        return agreements().stream()
                .filter(agreement -> agreement.getScope() == AgreementScope.PAIR)
                .toList();
    }

    private static Agreement newest(List<Agreement> agreements) {
        assertThat(agreements).isNotEmpty();
        return agreements.get(agreements.size() - 1);
    }

    private static Alert only(List<Alert> alerts) {
        assertThat(alerts).hasSize(1);
        return alerts.get(0);
    }

    private <T extends SpecificRecordBase> List<T> decode(Topic topic, Class<T> type) {
        RecordCodec<T> codec = RecordCodec.of(type);
        List<T> decoded = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : log.all(topic)) {
            try {
                decoded.add(codec.decode(record.value()));
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
        return decoded;
    }
}
