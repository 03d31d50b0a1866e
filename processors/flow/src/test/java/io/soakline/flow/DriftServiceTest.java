package io.soakline.flow;

import static io.soakline.flow.TestRecords.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.flow.policy.FlowPolicy;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Drift through the whole service: polls of any size, lost transactions and kills, in virtual time. */
class DriftServiceTest {

    private static final int REFERENCE = 40;
    private static final int PANES = REFERENCE + 40;

    private final FlowSettings settings = FlowSettings.defaults("test")
            .withPolicy(FlowPolicy.DEFAULT.withDrift(FlowPolicy.DEFAULT.drift().withReferencePanes(REFERENCE)));
    private final Run run = run("run-1", "device-1", "tvm");
    private final Run other = run("run-2", "device-2", "tvm");

    private MemoryLog log = new MemoryLog(2, 1, 5);
    private VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private ProcessService service = ProcessService.start(log, settings, time);

    @AfterEach
    void close() {
        service.close();
    }

    private void restart() {
        service.close();
        time = VirtualTimeScheduler.create();
        service = ProcessService.start(log, settings, time);
    }

    private void pass(Duration duration) {
        for (long left = duration.toMillis(); left > 0; left -= 10) {
            time.advanceTimeBy(Duration.ofMillis(10));
        }
    }

    private void soak(MemoryLog on, Runnable eachPane) {
        service.close();
        log = on;
        restart();
        RecordCodec<PaneRecord> codec = RecordCodec.of(PaneRecord.class);
        List<PaneSource> sources = List.of(
                new PaneSource(run, 1_000 * PaneSource.PANE, 1), new PaneSource(other, 1_000 * PaneSource.PANE, 2));
        for (Run each : List.of(run, other)) {
            log.append(Topic.RUNS, Keys.of(each), TestRecords.encode(each));
        }
        for (int i = 0; i < PANES; i++) {
            for (PaneSource source : sources) {
                source.level = source.run.equals(run) && i > REFERENCE + 5 && i < REFERENCE + 18 ? 1.5 : 1;
                PaneRecord pane = source.next();
                log.append(Topic.PANES, Keys.of(pane), codec.encode(pane));
            }
            eachPane.run();
            pass(Duration.ofMillis(200));
        }
        pass(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void service_givenKillsAndFailedTransactions_tellsEachAlertAsIfThereWereNone(long seed) {
        soak(new MemoryLog(2, 1, 50), () -> {});
        List<Alert> undisturbed = alerts();
        assertThat(undisturbed)
                .filteredOn(alert -> alert.getAlertKey().startsWith("latency-drift/LEVEL/"))
                .extracting(Alert::getState)
                .containsExactly(AlertState.FIRING, AlertState.RESOLVED);
        Random random = new Random(seed);
        int[] kills = {0};
        soak(new MemoryLog(2, seed, 3), () -> {
            if (random.nextInt(10) == 0) {
                kills[0]++;
                restart();
            } else if (random.nextInt(8) == 0) {
                log.failCommits(1);
            }
        });
        assertThat(kills[0]).as("seed %d", seed).isPositive();
        assertThat(alerts()).as("seed %d", seed).isEqualTo(undisturbed);
        assertThat(Replay.run(log, settings, log::all).differences())
                .as("seed %d", seed)
                .isEmpty();
    }

    private List<Alert> alerts() {
        RecordCodec<Alert> codec = RecordCodec.of(Alert.class);
        List<Alert> alerts = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : log.all(Topic.ALERTS)) {
            try {
                Alert alert = codec.decode(record.value());
                if (!alert.getKind().equals("run-silent")) {
                    alerts.add(alert);
                }
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
        return alerts;
    }
}
