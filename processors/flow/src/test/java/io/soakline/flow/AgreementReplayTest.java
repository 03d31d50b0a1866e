package io.soakline.flow;

import static io.soakline.flow.ComparedRuns.build;
import static io.soakline.flow.ComparedRuns.flipping;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agreements on the log worked out again. */
class AgreementReplayTest {

    private static final long PANE = PaneSource.PANE;

    private final ComparedRuns soak = new ComparedRuns();
    private final RecordCodec<Agreement> codec = RecordCodec.of(Agreement.class);

    private ReplayResult.Comparison replayed() {
        ReplayResult result = soak.driver.replay();
        assertThat(result.isEqual()).as("%s", result.differences()).isTrue();
        assertThat(result.agreements().equal() + result.agreements().knownLater())
                .isEqualTo(soak.driver.agreements().size());
        return result.agreements();
    }

    private List<ConsumerRecord<byte[], byte[]>> onLog() {
        return soak.driver.log.recordsOf(
                soak.driver.log.partitionsOf(Topic.AGREEMENTS).get(0));
    }

    private Agreement decode(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
        return codec.decode(record.value());
    }

    private void change(int index, Consumer<Agreement> change) throws MalformedRecordException {
        ConsumerRecord<byte[], byte[]> record = onLog().get(index);
        Agreement agreement = decode(record);
        change.accept(agreement);
        onLog().set(
                        index,
                        new ConsumerRecord<>(
                                record.topic(),
                                record.partition(),
                                record.offset(),
                                record.key(),
                                codec.encode(agreement)));
    }

    /** Two builds of which one comes to its end, and a third run that was cut off. */
    private void soakToTheEnd() {
        Run first = build("run-1", "device-1", "tvm", "a");
        Run second = build("run-2", "device-1", "tvm", "b");
        Run third = build("run-3", "device-1", "tvm", "a");
        for (int i = 0; i < 3; i++) {
            soak.give(first, ComparedRuns::usual);
            soak.give(second, flipping(2, 1));
            soak.give(third, flipping(3, i));
        }
        soak.finish(third, ComparedRuns::usual, RunExit.KILLED);
        soak.give(first, ComparedRuns::usual);
        soak.finish(first, flipping(1, 1), RunExit.COMPLETED);
        soak.give(second, flipping(2, 1));
        soak.finish(second, flipping(2, 1), RunExit.COMPLETED);
    }

    @Test
    void agreements_givenRunsThatEnd_replayEqual() {
        soakToTheEnd();
        assertThat(replayed().knownLater()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreements_givenRestartsAtAnyRecord_replayEqual(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        soak.history(seed, 40, () -> {
            switch (random.nextInt(4)) {
                case 0 -> soak.driver.restart();
                case 1 -> soak.driver.takeAndLose();
                default -> {}
            }
            soak.driver.work();
        });
        assertThat(replayed().knownLater()).isZero();
    }

    @Test
    void agreements_givenPartitionsInAnyOrder_replayEqual() {
        List<String> models = List.of("model-1", "model-2", "model-3");
        for (int i = 0; i < 12; i++) {
            Run run = build("run-" + i % 6, "device-1", "tvm", "a" + i % 2);
            run.setModelDigest(models.get(i % 3));
            soak.give(run, flipping(i % 4, 1));
        }
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            ReplayResult result = Replay.run(
                    soak.driver.log, FlowSettings.defaults("test"), topic -> partitioned(topic, models, random));
            assertThat(result.differences()).isEmpty();
            assertThat(result.agreements().equal())
                    .isEqualTo(soak.driver.agreements().size());
        }
    }

    /** The topic as if each model had a partition of its own, the partitions in any order. */
    private List<ConsumerRecord<byte[], byte[]>> partitioned(Topic topic, List<String> models, Random random) {
        List<ConsumerRecord<byte[], byte[]>> records = soak.driver.log.all(topic);
        if (topic != Topic.RUN_OUTPUTS && topic != Topic.AGREEMENTS) {
            return records;
        }
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
        Collections.shuffle(order, random);
        List<ConsumerRecord<byte[], byte[]>> partitioned = new ArrayList<>();
        for (int partition : order) {
            String prefix = models.get(partition) + "/";
            long offset = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (new String(record.key(), UTF_8).startsWith(prefix)) {
                    partitioned.add(
                            new ConsumerRecord<>(record.topic(), partition, offset++, record.key(), record.value()));
                }
            }
        }
        assertThat(partitioned).hasSameSizeAs(records);
        return partitioned;
    }

    @Test
    void change_givenOneFigureOfOneAgreement_isReported() throws MalformedRecordException {
        soakToTheEnd();
        int all = onLog().size();
        change(all / 2, agreement -> agreement.setDifferingInputs(List.of(7)));
        ReplayResult result = soak.driver.replay();
        assertThat(result.isEqual()).isFalse();
        assertThat(result.agreements().different()).isEqualTo(1);
        assertThat(result.agreements().equal()).isEqualTo(all - 1);
        assertThat(result.differences()).anyMatch(line -> line.endsWith("differs in differingInputs"));
    }

    @Test
    void change_givenFigureThatWasKnown_isNotExcusedByWhatMayBeKnownLater() throws MalformedRecordException {
        soakToTheEnd();
        for (int i = 0; i < onLog().size(); i++) {
            if (decode(onLog().get(i)).getMaxAbs() != null) {
                change(i, agreement -> agreement.setMaxAbs(0.25));
                ReplayResult result = soak.driver.replay();
                assertThat(result.agreements().different()).isEqualTo(1);
                assertThat(result.agreements().knownLater()).isZero();
                return;
            }
        }
        throw new AssertionError("no agreement says how far outputs differ");
    }

    @Test
    void change_givenAnyAgreementTakenAway_isMissing() {
        soakToTheEnd();
        List<ConsumerRecord<byte[], byte[]>> whole = List.copyOf(onLog());
        for (ConsumerRecord<byte[], byte[]> record : whole) {
            onLog().remove(record);
            ReplayResult result = soak.driver.replay();
            assertThat(result.agreements().missing())
                    .as("without offset %d", record.offset())
                    .isEqualTo(1);
            assertThat(result.isEqual()).isFalse();
            onLog().clear();
            onLog().addAll(whole);
        }
    }

    @Test
    void change_givenAgreementThatNobodyCanHaveSaid_isUnexplained() throws MalformedRecordException {
        soakToTheEnd();
        onLog().add(onLog().get(0));
        change(onLog().size() - 1, agreement -> agreement.setAsOfNanos(agreement.getAsOfNanos() + 1));
        onLog().add(onLog().get(1));
        ReplayResult result = soak.driver.replay();
        assertThat(result.agreements().unexplained())
                .as("at another time, and twice")
                .isEqualTo(2);
        assertThat(result.differences()).hasSize(2);
    }

    @Test
    void agreements_givenOutputsDescribedLater_areCountedAndNamed() {
        Run first = build("run-1", "device-1", "tvm", "a");
        Run second = build("run-2", "device-1", "tvm", "b");
        soak.driver.describe(first);
        soak.driver.describe(second);
        soak.driver.send(soak.outputs(first, ComparedRuns::usual, 1));
        soak.driver.send(soak.outputs(second, flipping(0, 0), 1));
        soak.driver.work();
        soak.paneStart += PANE;
        soak.give(first, ComparedRuns::usual);
        soak.give(second, flipping(0, 0));
        ReplayResult result = soak.driver.replay();
        assertThat(result.isEqual()).as("%s", result.differences()).isTrue();
        assertThat(result.agreements().knownLater()).isPositive();
        assertThat(result.knownLater().keySet()).contains("maxAbs", "top1Rate", "evidence");
        assertThat(result.knownLater().keySet()).doesNotContain("inputs", "bitwiseRate", "differingInputs", "members");
    }

    @Test
    void agreements_givenRunKnownToBeCutOffBeforeItsLastPane_areCountedAndNamed() {
        Run first = build("run-1", "device-1", "tvm", "a");
        Run killed = build("run-2", "device-1", "tvm", "a");
        Run third = build("run-3", "device-1", "tvm", "a");
        List.of(first, killed, third).forEach(run -> soak.give(run, ComparedRuns::usual));
        soak.driver.describe(TestRecords.ended(killed, soak.paneStart, 80L, RunExit.KILLED));
        soak.give(first, ComparedRuns::usual);
        soak.finish(killed, ComparedRuns::usual, RunExit.KILLED);
        soak.give(third, ComparedRuns::usual);
        ReplayResult result = soak.driver.replay();
        assertThat(result.isEqual()).as("%s", result.differences()).isTrue();
        assertThat(result.agreements().knownLater()).isPositive();
        assertThat(result.knownLater()).containsKey("cutOffMembers");
    }

    @Test
    void agreements_givenRunThatWentOnAfterAnHour_areCountedAndNamed() throws MalformedRecordException {
        Run first = build("run-1", "device-1", "tvm", "a");
        Run second = build("run-2", "device-1", "tvm", "b");
        soak.give(first, ComparedRuns::usual);
        soak.give(second, flipping(1, 1));
        soak.paneStart += ModelRuns.COMPARED_NANOS + PANE;
        soak.give(second, flipping(1, 1));
        soak.give(first, ComparedRuns::usual);
        soak.finish(first, ComparedRuns::usual, RunExit.COMPLETED);
        // Worked in again when it had ended, the first run would have been forgotten in its silence.
        for (int i = 0; i < onLog().size(); i++) {
            if (decode(onLog().get(i)).getRunA().equals("run-1")) {
                change(i, agreement -> agreement.setInferences(agreement.getInferences() - 1));
            }
        }
        ReplayResult result = soak.driver.replay();
        assertThat(result.isEqual()).as("%s", result.differences()).isTrue();
        assertThat(result.knownLater()).containsKey("inferences");
    }

    @Test
    void outputs_givenRunsWithoutAgreements_areMissing() {
        soak.give(build("run-1", "device-1", "tvm", "a"), ComparedRuns::usual);
        onLog().clear();
        List<ConsumerRecord<byte[], byte[]>> outputs = soak.driver.log.all(Topic.RUN_OUTPUTS);
        assertThat(outputs).hasSize(1);
        assertThat(soak.driver.replay().agreements()).isEqualTo(new ReplayResult.Comparison(0, 0, 0, 1, 0));
    }
}
