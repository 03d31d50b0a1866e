package io.soakline.flow;

import static io.soakline.flow.ComparedRuns.INPUTS;
import static io.soakline.flow.ComparedRuns.build;
import static io.soakline.flow.ComparedRuns.flipping;
import static io.soakline.flow.TestRecords.SECOND;
import static io.soakline.flow.TestRecords.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.BuildDifference;
import io.soakline.record.Factor;
import io.soakline.record.OutputDeclaration;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import io.soakline.record.RunOutputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the outputs of panes on the log to agreements on the log. */
class AgreementFlowTest {

    private static final long PANE = PaneSource.PANE;

    private final ComparedRuns soak = new ComparedRuns();

    private List<Agreement> pairs() {
        return soak.driver.agreements().stream()
                .filter(agreement -> agreement.getScope() == AgreementScope.PAIR)
                .toList();
    }

    private Agreement newest(Factor factor, AgreementScope scope) {
        List<Agreement> found = soak.driver.agreements().stream()
                .filter(agreement -> agreement.getFactor() == factor && agreement.getScope() == scope)
                .toList();
        assertThat(found).as("%s %s", scope, factor).isNotEmpty();
        return found.get(found.size() - 1);
    }

    @Test
    void pair_givenRebuild_isComparedInFull() {
        Run first = build("run-1", "device-1", "autotvm", "a");
        Run second = build("run-2", "device-1", "autotvm", "b");
        second.setScheduleDigest("s2");
        first.setScheduleDigest("s1");
        first.setOutputDeclaration(new OutputDeclaration(null, 1e-9, 0.0, null));
        soak.give(first, ComparedRuns::usual);
        soak.give(second, flipping(3, 0));
        Agreement pair = newest(Factor.REBUILD, AgreementScope.PAIR);
        assertThat(pair.getRunA()).isEqualTo("run-1");
        assertThat(pair.getRunB()).isEqualTo("run-2");
        assertThat(pair.getEngineA()).isEqualTo("autotvm");
        assertThat(pair.getDeviceA()).isEqualTo("device-1");
        assertThat(pair.getCompilerB()).isEqualTo("autotvm");
        assertThat(pair.getBuildDifference()).isEqualTo(BuildDifference.OTHER_SCHEDULE);
        assertThat(pair.getAsOfNanos()).isEqualTo(soak.paneStart);
        assertThat(pair.getInputs()).isEqualTo(INPUTS);
        assertThat(pair.getInferences()).isEqualTo(2 * 10 * INPUTS);
        assertThat(pair.getBitwiseRate()).isEqualTo(7.0 / 8);
        assertThat(pair.getDifferingInputs()).containsExactly(3);
        assertThat(pair.getRawOnlyInputs()).isEmpty();
        assertThat(pair.getMaxUlp()).isEqualTo(1);
        assertThat(pair.getMaxAbs()).isBetween(1e-10, 1e-7);
        assertThat(pair.getAbsoluteTolerance()).isEqualTo(1e-9);
        assertThat(pair.getToleranceRate()).isEqualTo(7.0 / 8);
        assertThat(pair.getTop1Rate()).isEqualTo(1);
        assertThat(pair.getTopKRate()).isEqualTo(1);
        assertThat(pair.getKappa()).isEqualTo(1);
        assertThat(pair.getLabelFlipCount()).isZero();
        assertThat(pair.getFlipRisk()).isZero();
        assertThat(pair.getL2RelativeMax()).isPositive().isLessThan(1e-6);
        assertThat(pair.getL2Estimated()).isFalse();
        assertThat(pair.getMismatchRateUpper95()).isBetween(0.3, 0.5);
        assertThat(pair.getEvidence())
                .matches("1 of 8 inputs differ bit for bit, largest difference [0-9.e-]+ \\(1 ULP\\), 87.5 % within"
                        + " tolerance, no label flips, smallest margin of a decision 0\\.6[0-9]+");
    }

    @Test
    void pair_givenEqualRuns_saysWhatThatIsWorth() {
        soak.give(build("run-1", "device-1", "tvm", "a"), ComparedRuns::usual);
        soak.give(build("run-2", "device-1", "tvm", "a"), ComparedRuns::usual);
        Agreement pair = newest(Factor.PROCESS, AgreementScope.PAIR);
        assertThat(pair.getBuildDifference()).isEqualTo(BuildDifference.SAME_ARTEFACT);
        assertThat(pair.getBitwiseRate()).isEqualTo(1);
        assertThat(pair.getAbsoluteTolerance()).isEqualTo(1e-5);
        assertThat(pair.getEvidence())
                .isEqualTo("all 8 inputs are equal bit for bit (with 95 % confidence fewer than 31 % of such inputs"
                        + " differ)");
    }

    @Test
    void groups_givenRunsThatDifferInEverything_areOneOfEachFactor() {
        soak.give(build("run-1", "amd-1", "tvm", "a"), ComparedRuns::usual);
        soak.give(build("run-2", "amd-1", "tvm", "a"), ComparedRuns::usual);
        soak.give(build("run-3", "amd-1", "tvm", "b"), flipping(1, 0));
        soak.give(build("run-4", "amd-2", "tvm", "a"), ComparedRuns::usual);
        soak.give(build("run-5", "arm-1", "tvm", "c"), flipping(2, 0));
        soak.give(build("run-6", "amd-1", "onnxruntime", "d"), flipping(3, 0));
        assertThat(newest(Factor.PROCESS, AgreementScope.GROUP).getMembers()).containsExactly("run-1", "run-2");
        assertThat(newest(Factor.PROCESS, AgreementScope.GROUP).getBitwiseRate())
                .isEqualTo(1);
        Agreement rebuild = newest(Factor.REBUILD, AgreementScope.GROUP);
        assertThat(rebuild.getGroupKey()).matches("REBUILD/tvm@[0-9a-f]{8}/amd-1");
        assertThat(rebuild.getMembers()).as("the newest run of each build").containsExactly("run-2", "run-3");
        assertThat(rebuild.getDifferingInputs()).containsExactly(1);
        assertThat(rebuild.getModalShare()).isEqualTo((7 + 0.5) / 8);
        assertThat(rebuild.getCompilerA()).isEqualTo("tvm");
        assertThat(rebuild.getDeviceA()).isEqualTo("amd-1");
        assertThat(rebuild.getEvidence()).startsWith("2 runs, 2 builds, 1 of 8 inputs differ bit for bit");
        Agreement device = newest(Factor.DEVICE, AgreementScope.GROUP);
        assertThat(device.getMembers()).containsExactly("run-2", "run-4");
        assertThat(device.getDeviceA()).isEmpty();
        Agreement architecture = newest(Factor.ARCHITECTURE, AgreementScope.GROUP);
        assertThat(architecture.getMembers()).containsExactly("run-2", "run-3", "run-4", "run-5");
        assertThat(architecture.getDifferingInputs()).containsExactly(1, 2);
        assertThat(architecture.getEvidence()).startsWith("4 runs on aarch64 and amd64, 2 of 8");
        Agreement compiler = newest(Factor.COMPILER, AgreementScope.GROUP);
        assertThat(compiler.getMembers()).containsExactly("run-2", "run-3", "run-6");
        assertThat(compiler.getDifferingInputs()).containsExactly(1, 3);
        assertThat(compiler.getRunB()).isEmpty();
        assertThat(compiler.getEvidence()).startsWith("3 runs by onnxruntime, tvm, 2 of 8");
    }

    @Test
    void group_givenRunThatWasCutOff_isJudgedOnTheOthersAndSaysSo() {
        soak.give(build("run-1", "device-1", "tvm", "a"), ComparedRuns::usual);
        Run killed = build("run-2", "device-1", "tvm", "a");
        soak.give(killed, flipping(3, 0));
        soak.driver.describe(ended(killed, soak.paneStart, 80L, RunExit.KILLED));
        soak.give(build("run-1", "device-1", "tvm", "a"), ComparedRuns::usual);
        Agreement ofTwo = newest(Factor.PROCESS, AgreementScope.GROUP);
        assertThat(ofTwo.getMembers()).as("there is nothing else to compare").containsExactly("run-1", "run-2");
        assertThat(ofTwo.getCutOffMembers()).isEmpty();
        assertThat(ofTwo.getDifferingInputs()).containsExactly(3);

        soak.give(build("run-3", "device-1", "tvm", "a"), ComparedRuns::usual);
        Agreement ofComplete = newest(Factor.PROCESS, AgreementScope.GROUP);
        assertThat(ofComplete.getMembers()).containsExactly("run-1", "run-3");
        assertThat(ofComplete.getCutOffMembers()).containsExactly("run-2");
        assertThat(ofComplete.getDifferingInputs()).isEmpty();
        assertThat(ofComplete.getInferences()).isEqualTo(3 * 10 * INPUTS);
        assertThat(ofComplete.getEvidence())
                .startsWith(
                        "2 runs of one build (1 more, cut off after 80 calls, is left out), all 8 inputs are equal");
    }

    @Test
    void calls_givenOneRun_areComparedAmongThemselves() {
        Run run = build("run-1", "device-1", "tvm", "a");
        soak.give(run, ComparedRuns::usual);
        Agreement calls = newest(Factor.CALL, AgreementScope.GROUP);
        assertThat(calls.getGroupKey()).isEqualTo("CALL/run-1");
        assertThat(calls.getRunA()).isEqualTo("run-1");
        assertThat(calls.getEffectiveOutputs()).isEqualTo(1);
        assertThat(calls.getModalShareHigh95()).isEqualTo(1);
        assertThat(calls.getEvidence()).isEqualTo("80 calls on 8 inputs, each input gave one output, bit for bit");
    }

    @Test
    void agreements_givenNothingNew_areToldAgainOnlyForTwiceAsManyInferences() {
        Run first = build("run-1", "device-1", "tvm", "a");
        Run second = build("run-2", "device-1", "tvm", "b");
        for (int i = 0; i < 64; i++) {
            soak.give(first, ComparedRuns::usual);
            soak.give(second, ComparedRuns::usual);
        }
        assertThat(pairs().size()).isBetween(6, 9);
        assertThat(soak.driver.agreements().size())
                .as("two of calls, a pair, two groups")
                .isLessThan(45);
        int before = soak.driver.agreements().size();
        soak.end(first);
        soak.give(ended(first, soak.paneStart, 650L * INPUTS, RunExit.COMPLETED), ComparedRuns::usual);
        assertThat(soak.driver.agreements()).hasSizeGreaterThan(before);
        assertThat(newest(Factor.CALL, AgreementScope.GROUP).getInferences())
                .as("all of a run that has ended")
                .isEqualTo(650 * INPUTS);
    }

    @Test
    void pair_givenOutputsThatBecomeKnownLater_isToldAnew() {
        Run first = build("run-1", "device-1", "tvm", "a");
        Run second = build("run-2", "device-1", "tvm", "b");
        soak.driver.describe(first);
        soak.driver.describe(second);
        soak.driver.send(soak.outputs(first, ComparedRuns::usual, 1));
        soak.driver.send(soak.outputs(second, flipping(0, 0), 1));
        soak.driver.work();
        assertThat(pairs()).hasSize(1);
        assertThat(pairs().get(0).getTop1Rate()).isNull();
        assertThat(pairs().get(0).getEvidence()).contains("by how much is not known");
        soak.describeOutputs(first, ComparedRuns::usual);
        soak.describeOutputs(second, flipping(0, 0));
        soak.paneStart += PANE;
        soak.driver.send(soak.outputs(first, ComparedRuns::usual, 1));
        soak.driver.work();
        assertThat(pairs().get(pairs().size() - 1).getTop1Rate()).isEqualTo(1);
    }

    @Test
    void pair_givenRunsThatEndedLongAgo_isOfTheNewestOfEachOtherBuildOnly() {
        Run old = build("run-1", "device-1", "onnxruntime", "r");
        Run newer = build("run-2", "device-1", "onnxruntime", "r");
        newer.setStartedAtNanos(SECOND);
        Run same = build("run-3", "device-1", "tvm", "a");
        for (Run run : List.of(old, newer, same)) {
            soak.give(run, ComparedRuns::usual);
            soak.end(run);
        }
        soak.paneStart += ModelRuns.COMPARED_NANOS + PANE;
        int before = pairs().size();
        Run now = build("run-4", "device-1", "tvm", "a");
        now.setStartedAtNanos(2 * SECOND);
        soak.give(now, ComparedRuns::usual);
        assertThat(pairs().subList(before, pairs().size()))
                .extracting(pair -> pair.getRunA() + " " + pair.getRunB())
                .containsExactly("run-2 run-4");
    }

    /** Nightly builds and hundreds of starts: only what may still be compared is held. */
    @Test
    void state_givenLongHistory_staysBounded() {
        RunCatalog catalog = new RunCatalog(soak.driver.log);
        ModelRuns runs = null;
        int most = 0;
        for (int i = 0; i < 400; i++) {
            Run run = build(String.format("run-%03d", i), "device-1", "tvm", "a" + i % 3);
            run.setStartedAtNanos(i);
            Run over = ended(run, soak.paneStart, 80L, RunExit.COMPLETED);
            soak.driver.log.append(Topic.RUNS, Keys.of(over), TestRecords.encode(over));
            List<ConsumerRecord<byte[], byte[]>> described = soak.driver.log.all(Topic.RUNS);
            catalog.accept(described.get(described.size() - 1));
            RunOutputs outputs = soak.outputs(over, flipping(i % INPUTS, i % 20), 3);
            runs = runs == null
                    ? new ModelRuns(outputs, catalog::run, catalog.outputs(), new AgreementBook(), PANE)
                    : runs;
            runs.accept(outputs);
            most = Math.max(most, runs.size());
            soak.paneStart += 20 * 60 * SECOND;
        }
        // Of the last hour four runs with six pairs; the newest of three builds, each with a pair to another one.
        assertThat(most).isLessThanOrEqualTo(30);
    }

    /** A fleet of one model: pairs would grow with its square. */
    @Test
    void state_givenManyLiveRuns_comparesTheNewestOnly() {
        RunCatalog catalog = new RunCatalog(soak.driver.log);
        ModelRuns runs = null;
        for (int i = 0; i < 600; i++) {
            Run run = build(String.format("run-%03d", i), "device-" + i, "tvm", "a");
            run.setStartedAtNanos(i);
            soak.driver.describe(run);
            List<ConsumerRecord<byte[], byte[]>> described = soak.driver.log.all(Topic.RUNS);
            catalog.accept(described.get(described.size() - 1));
            RunOutputs outputs = soak.outputs(run, ComparedRuns::usual, 3);
            runs = runs == null
                    ? new ModelRuns(outputs, catalog::run, catalog.outputs(), new AgreementBook(), PANE)
                    : runs;
            List<Agreement> told = runs.accept(outputs);
            assertThat(told).extracting(Agreement::getFactor).contains(Factor.CALL);
        }
        // sqrt(2 x 500,000 / 8 inputs) = 353 runs in 353 x 352 / 2 pairs, and 600 runs.
        assertThat(Objects.requireNonNull(runs).size()).isEqualTo(600 + 353 * 352 / 2);
    }

    private List<Integer> bytes() {
        return soak.driver.log.all(Topic.AGREEMENTS).stream()
                .map(record -> Arrays.hashCode(record.value()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreements_givenRestartsAtAnyRecord_areTheSameBytes(long seed) {
        soak.history(seed, 40, () -> soak.driver.work());
        List<Integer> undisturbed = bytes();
        assertThat(undisturbed).hasSizeGreaterThan(40);
        soak.driver = new WindowDriver(FlowSettings.defaults("test"));
        soak.paneStart = 1_000 * PANE;
        SplittableRandom random = new SplittableRandom(seed + 100);
        soak.history(seed, 40, () -> {
            switch (random.nextInt(4)) {
                case 0 -> soak.driver.restart();
                case 1 -> soak.driver.takeAndLose();
                default -> {}
            }
            soak.driver.work();
        });
        assertThat(bytes()).containsExactlyElementsOf(undisturbed);
    }

    @Test
    void agreements_givenReplayFromTheStart_areTheSameBytes() {
        soak.history(5, 60, () -> soak.driver.work());
        List<Integer> told = bytes();
        WindowDriver first = soak.driver;
        soak.driver = new WindowDriver(FlowSettings.defaults("test"));
        for (Topic topic : List.of(Topic.RUNS, Topic.OUTPUTS, Topic.RUN_OUTPUTS)) {
            first.log.all(topic).forEach(record -> soak.driver.log.append(topic, "key", record.value()));
        }
        soak.driver.work();
        assertThat(bytes()).containsExactlyElementsOf(told);
    }

    /** The newest word on each pair and group, without when and from how many. */
    private Map<String, Agreement> newest() {
        Map<String, Agreement> newest = new TreeMap<>();
        for (Agreement agreement : soak.driver.agreements()) {
            agreement.setAsOfNanos(0);
            agreement.setInferences(0);
            newest.put(agreement.getGroupKey() + agreement.getRunA() + agreement.getRunB(), agreement);
        }
        return newest;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreements_givenPanesInRandomOrder_endUpTheSame(long seed) {
        soak.history(7, 60, () -> {});
        Map<String, Agreement> inOrder = newest();
        List<byte[]> panes = new ArrayList<>(soak.driver.log.all(Topic.RUN_OUTPUTS).stream()
                .map(ConsumerRecord::value)
                .toList());
        Collections.shuffle(panes, new Random(seed));
        WindowDriver ordered = soak.driver;
        soak.driver = new WindowDriver(FlowSettings.defaults("test"));
        for (Topic topic : List.of(Topic.RUNS, Topic.OUTPUTS)) {
            ordered.log.all(topic).forEach(record -> soak.driver.log.append(topic, "key", record.value()));
        }
        panes.forEach(pane -> soak.driver.log.append(Topic.RUN_OUTPUTS, "key", pane));
        soak.driver.work();
        assertThat(figures(newest())).isEqualTo(figures(inOrder));
    }

    /** Those of pairs and groups of runs: they rest on the most frequent outputs, which all panes together decide. */
    private static Map<String, String> figures(Map<String, Agreement> agreements) {
        RecordCodec<Agreement> codec = RecordCodec.of(Agreement.class);
        Map<String, String> figures = new TreeMap<>();
        agreements.forEach((key, agreement) -> {
            if (agreement.getFactor() != Factor.CALL) {
                figures.put(key, HexFormat.of().formatHex(codec.encode(agreement)));
            }
        });
        return figures;
    }
}
