package io.soakline.flow;

import static io.soakline.flow.TestRecords.SECOND;
import static io.soakline.flow.TestRecords.ended;
import static io.soakline.flow.TestRecords.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.Factor;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The whole flow on a log in memory, in virtual time. */
class ProcessServiceTest {

    private static final long MILLISECOND = 1_000_000L;
    private static final int SECONDS = 40;
    private static final int PER_SECOND = 60;

    private final Run tvm = run("run-1", "device-1", "tvm");
    private final Run rebuilt = run("run-2", "device-1", "tvm");
    private final Run other = run("run-3", "device-2", "onnxruntime");

    private MemoryLog log = new MemoryLog(2, 1, 5);
    private VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private ProcessService service = ProcessService.start(log, FlowSettings.defaults("test"), time);
    private long virtualNanos;

    @AfterEach
    void close() {
        service.close();
    }

    private void restart() {
        service.close();
        time = VirtualTimeScheduler.create();
        time.advanceTimeBy(Duration.ofNanos(virtualNanos));
        service = ProcessService.start(log, FlowSettings.defaults("test"), time);
    }

    private void startOn(MemoryLog fresh) {
        service.close();
        log = fresh;
        virtualNanos = 0;
        restart();
    }

    private void pass(Duration duration) {
        virtualNanos += duration.toNanos();
        // In steps: a poll that comes due within a step must find the state of its time.
        for (long left = duration.toMillis(); left > 0; left -= 10) {
            time.advanceTimeBy(Duration.ofMillis(Math.min(10, left)));
        }
    }

    private void describe(Run run) {
        log.append(Topic.RUNS, Keys.of(run), TestRecords.encode(run));
    }

    private void send(Run run, int second) {
        log.append(
                Topic.INFERENCES,
                run.getDeviceId(),
                TestRecords.batch(
                        run, (long) second * PER_SECOND, PER_SECOND, (100 + second) * SECOND, 16 * MILLISECOND));
    }

    private void soak(Runnable eachSecond) {
        List<Run> runs = List.of(tvm, rebuilt, other);
        runs.forEach(this::describe);
        for (int second = 0; second < SECONDS; second++) {
            for (Run each : runs) {
                send(each, second);
            }
            pass(Duration.ofMillis(200));
            eachSecond.run();
        }
        for (Run each : runs) {
            describe(ended(each, (100 + SECONDS) * SECOND, (long) SECONDS * PER_SECOND, RunExit.COMPLETED));
        }
        for (int i = 0; i < 100 && !isFinished(runs); i++) {
            pass(Duration.ofMillis(200));
        }
        assertThat(isFinished(runs)).isTrue();
    }

    private boolean isFinished(List<Run> runs) {
        return runs.stream().allMatch(run -> service.isFinished(run.getRunId()));
    }

    @Test
    void service_givenThreeRuns_writesPanesWindowsAndAgreements() {
        soak(() -> {});
        List<PaneRecord> panes = decode(Topic.PANES, PaneRecord.class);
        assertThat(panes).hasSize(3 * SECONDS / 10);
        assertThat(panes.stream().mapToLong(PaneRecord::getInferences).sum()).isEqualTo(3L * SECONDS * PER_SECOND);

        WindowStats run = last(tvm, "run");
        assertThat(run.getInferences()).isEqualTo((long) SECONDS * PER_SECOND);
        assertThat(run.getPanes()).isEqualTo(4);
        assertThat(run.getBitwiseRate()).isEqualTo(1.0);
        assertThat(run.getMissing()).isZero();
        assertThat(run.getVerdict().getState()).isEqualTo(VerdictState.STEADY);
        assertThat(last(tvm, "10s").getVerdict().getState()).isEqualTo(VerdictState.INSUFFICIENT);
        assertThat(last(tvm, "10s").getInferences()).isEqualTo(10L * PER_SECOND);
        assertThat(last(tvm, "1m").getInferences()).isEqualTo((long) SECONDS * PER_SECOND);

        List<Agreement> agreements = decode(Topic.AGREEMENTS, Agreement.class);
        assertThat(agreements).extracting(Agreement::getFactor).contains(Factor.REBUILD, Factor.COMPILER);
        assertThat(agreements)
                .filteredOn(agreement -> agreement.getFactor() == Factor.REBUILD)
                .allMatch(agreement -> agreement.getBitwiseRate().equals(1.0));
        assertThat(agreements)
                .filteredOn(agreement -> agreement.getFactor() == Factor.COMPILER)
                .allMatch(agreement -> agreement.getBitwiseRate().equals(0.0));
        assertThat(decode(Topic.ALERTS, Alert.class)).isEmpty();
        assertThat(service.metrics().paned()).isEqualTo(3L * SECONDS * PER_SECOND);
        assertThat(service.metrics().lag()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void service_givenKillsAndFailedTransactions_writesTheSamePanesAndWindows(long seed) {
        soak(() -> {});
        List<PaneRecord> panes = decode(Topic.PANES, PaneRecord.class);
        List<WindowStats> windows = windows();
        startOn(new MemoryLog(2, seed, 7));
        SplittableRandom random = new SplittableRandom(seed);
        int[] kills = {0};
        soak(() -> {
            if (random.nextInt(5) == 0) {
                kills[0]++;
                restart();
            } else if (random.nextInt(10) == 0) {
                log.failCommits(1);
            }
        });
        assertThat(kills[0]).as("seed %d", seed).isPositive();
        assertThat(decode(Topic.PANES, PaneRecord.class)).containsExactlyInAnyOrderElementsOf(panes);
        assertThat(windows()).containsExactlyInAnyOrderElementsOf(windows);
        assertThat(decode(Topic.ALERTS, Alert.class)).isEmpty();
    }

    /** The newest word on each pair and group. */
    private Map<String, Agreement> newestAgreements() {
        Map<String, Agreement> newest = new TreeMap<>();
        for (Agreement agreement : decode(Topic.AGREEMENTS, Agreement.class)) {
            newest.put(agreement.getGroupKey() + agreement.getRunA() + agreement.getRunB(), agreement);
        }
        // Which of two panes of one time comes first is chance, and with it from how many of the other was told last.
        newest.values().forEach(agreement -> {
            agreement.setAsOfNanos(0);
            agreement.setInferences(0);
        });
        return newest;
    }

    @Test
    void service_givenOneRecordAtATime_writesTheSame() {
        soak(() -> {});
        List<PaneRecord> panes = decode(Topic.PANES, PaneRecord.class);
        List<WindowStats> windows = windows();
        Map<String, Agreement> agreements = newestAgreements();
        assertThat(agreements.keySet())
                .as("calls of three runs, three pairs, one group")
                .hasSize(7);
        startOn(new MemoryLog(2, 9, 1));
        soak(() -> {});
        assertThat(decode(Topic.PANES, PaneRecord.class)).containsExactlyInAnyOrderElementsOf(panes);
        assertThat(windows()).containsExactlyInAnyOrderElementsOf(windows);
        assertThat(newestAgreements()).isEqualTo(agreements);
    }

    @Test
    void service_givenKilledEngine_alertsAndJudgesItBroken() {
        describe(tvm);
        send(tvm, 0);
        pass(Duration.ofSeconds(1));
        describe(ended(tvm, 101 * SECOND, null, RunExit.KILLED));
        pass(Duration.ofSeconds(8));
        assertThat(service.isFinished("run-1")).isTrue();
        Alert alert = decode(Topic.ALERTS, Alert.class).get(0);
        assertThat(alert.getKind()).isEqualTo("engine-crashed");
        assertThat(alert.getSubject()).isEqualTo("name of run-1");
        assertThat(alert.getEvidence()).contains("signal 9");
        WindowStats run = last(tvm, "run");
        assertThat(run.getVerdict().getState()).isEqualTo(VerdictState.BROKEN);
        assertThat(run.getVerdict().getReason()).contains("killed");
        assertThat(run.getInferences()).isEqualTo(PER_SECOND);
    }

    @Test
    void service_givenLostInferences_alertsAndJudgesTheRunBroken() {
        describe(tvm);
        send(tvm, 0);
        send(tvm, 2);
        describe(ended(tvm, 103 * SECOND, 3L * PER_SECOND, RunExit.COMPLETED));
        pass(Duration.ofSeconds(2));
        Alert alert = decode(Topic.ALERTS, Alert.class).get(0);
        assertThat(alert.getKind()).isEqualTo("telemetry-lost");
        assertThat(alert.getSize()).isEqualTo(PER_SECOND);
        assertThat(last(tvm, "run").getMissing()).isEqualTo(PER_SECOND);
        assertThat(last(tvm, "run").getVerdict().getState()).isEqualTo(VerdictState.BROKEN);
    }

    @Test
    void restart_givenFinishedRuns_writesNothingAgain() {
        soak(() -> {});
        int windows = windows().size();
        restart();
        pass(Duration.ofSeconds(30));
        assertThat(windows()).hasSize(windows);
        assertThat(decode(Topic.PANES, PaneRecord.class)).hasSize(3 * SECONDS / 10);
        assertThat(isFinished(List.of(tvm, rebuilt, other))).isTrue();
    }

    private WindowStats last(Run run, String window) {
        List<WindowStats> found = windows().stream()
                .filter(stats -> stats.getRunId().equals(run.getRunId()))
                .filter(stats -> stats.getWindow().equals(window))
                .toList();
        assertThat(found).as(window).isNotEmpty();
        return found.get(found.size() - 1);
    }

    private List<WindowStats> windows() {
        return decode(Topic.WINDOWS, WindowStats.class);
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
