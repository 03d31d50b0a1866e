package io.soakline.flow;

import io.soakline.flow.policy.AlertKind;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Works the panes and outputs on the log in again, through the same stages as ever but in memory, and compares the windows,
 * alerts and agreements that come of it with those on the log. Nothing is written. Needs memory for all of them.
 *
 * <p>The policy must be the one of then: with another one the verdicts and alerts are others.
 */
public final class Replay {

    private static final int RECORDS_AT_ONCE = 500;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    /** Rest on descriptions of runs and outputs, which may have come after the window was written. */
    private static final Set<String> WINDOW_KNOWN_LATER = Set.of(
            "engineName",
            "compiler",
            "top1Accuracy",
            "energyJoulesPerInference",
            "validity",
            "energy",
            "correctOnTime",
            "correctOnTimeTrials",
            "correctOnTimeRateLower95");

    /** Rest on the baseline: when another one was decided since, that of then is gone. */
    private static final Set<String> BY_BASELINE = Set.of("verdict", "referencePanes");

    private static final Set<String> ALERT_KNOWN_LATER = Set.of("subject");

    /** Names the elements that differ, where the outputs are described. */
    private static final Map<String, String> ALERT_BY_OUTPUTS = Map.of(AlertKind.REPEATABILITY_BROKEN.id(), "evidence");

    private static final Set<String> BY_CLOCK = Set.of(AlertKind.MALFORMED_RECORD.id(), AlertKind.RUN_SILENT.id());

    private final FlowSettings settings;
    private final LogAccess names;
    private final Function<Topic, List<ConsumerRecord<byte[], byte[]>>> log;
    private final RunCatalog catalog;
    private final RecordCodec<WindowStats> windowCodec = RecordCodec.of(WindowStats.class);
    private final RecordCodec<Alert> alertCodec = RecordCodec.of(Alert.class);
    private final RecordComparison<WindowStats> windows =
            new RecordComparison<>("window", windowCodec, Replay::identity, this::isKnownLater);
    private final RecordComparison<Alert> alerts =
            new RecordComparison<>("alert", alertCodec, Replay::identity, this::isKnownLater);
    private final List<OutgoingRecord> recomputedAlerts = new ArrayList<>();
    private long panes;

    private Replay(FlowSettings settings, LogAccess names, Function<Topic, List<ConsumerRecord<byte[], byte[]>>> log) {
        this.settings = settings;
        this.names = names;
        this.log = log;
        catalog = new RunCatalog(names);
    }

    /**
     * @param settings with the policy that the processors had
     * @throws io.soakline.kafka.KafkaUnreachableException when the broker does not answer
     */
    public static ReplayResult run(KafkaSettings kafka, FlowSettings settings) {
        return run(new KafkaLog(kafka, "replay"), settings, topic -> KafkaTail.snapshot(kafka, topic));
    }

    /** On any log. */
    static ReplayResult run(
            LogAccess names, FlowSettings settings, Function<Topic, List<ConsumerRecord<byte[], byte[]>>> log) {
        try {
            return new Replay(settings, names, log).run();
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(
                    "a record that is to be replayed cannot be decoded: " + e.getMessage()
                            + "; was it written by another version?",
                    e);
        }
    }

    private ReplayResult run() throws MalformedRecordException {
        for (Topic topic : List.of(Topic.RUNS, Topic.OUTPUTS, Topic.BASELINES)) {
            log.apply(topic).forEach(catalog::accept);
        }
        for (ConsumerRecord<byte[], byte[]> record : log.apply(Topic.WINDOWS)) {
            windows.expect(windowCodec.decode(record.value()), record.value());
        }
        Set<String> excusedAlerts = expectAlerts();
        recompute();
        compareAlerts();
        AgreementComparison agreements = new AgreementReplay(
                        catalog, settings.grid().paneNanos())
                .compare(log.apply(Topic.PANES), log.apply(Topic.RUN_OUTPUTS), log.apply(Topic.AGREEMENTS));
        Map<String, Long> knownLater = new TreeMap<>(windows.knownLaterFields());
        alerts.knownLaterFields().forEach((field, count) -> knownLater.merge(field, count, Long::sum));
        ReplayResult.Comparison windowResult = windows.result(Set.of());
        ReplayResult.Comparison alertResult = alerts.result(excusedAlerts);
        ReplayResult.Comparison agreementResult = agreements.result();
        agreements.knownLaterFields().forEach((field, count) -> knownLater.merge(field, count, Long::sum));
        List<String> differences = new ArrayList<>(windows.differences());
        differences.addAll(alerts.differences());
        differences.addAll(agreements.differences());
        return new ReplayResult(panes, windowResult, alertResult, agreementResult, knownLater, differences);
    }

    /** @return alerts that need not be recomputed, since they rest on a baseline that is gone */
    private Set<String> expectAlerts() throws MalformedRecordException {
        Set<String> excused = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : log.apply(Topic.ALERTS)) {
            if (record.value() == null) {
                continue;
            }
            Alert alert = alertCodec.decode(record.value());
            if (!BY_CLOCK.contains(alert.getKind())) {
                alerts.expect(alert, record.value());
                if (isKnownLater(alert, "")) {
                    excused.add(identity(alert));
                }
            }
        }
        return excused;
    }

    private void recompute() throws MalformedRecordException {
        WindowStage stage = new WindowStage(settings, names, catalog, new FlowCounters(), true);
        List<ConsumerRecord<byte[], byte[]>> records = log.apply(Topic.PANES);
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        records.forEach(record -> partitions.add(new TopicPartition(record.topic(), record.partition())));
        stage.assigned(partitions, Map.of(), List.of(), List.of());
        long nowNanos = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            stage.accept(record);
            panes++;
            if (panes % RECORDS_AT_ONCE == 0) {
                nowNanos = workOff(stage, nowNanos);
            }
        }
        workOff(stage, nowNanos);
    }

    private long workOff(WindowStage stage, long fromNanos) throws MalformedRecordException {
        long nowNanos = fromNanos;
        do {
            stage.work(nowNanos);
            nowNanos += PATIENCE_NANOS;
        } while (!stage.isWorkedOff());
        for (OutgoingRecord record : stage.take().records()) {
            if (record.topic() == Topic.WINDOWS) {
                windows.accept(windowCodec.decode(record.value()), record.value(), true);
            } else if (record.topic() == Topic.ALERTS) {
                recomputedAlerts.add(record);
            }
        }
        return nowNanos;
    }

    private void compareAlerts() throws MalformedRecordException {
        Map<String, Integer> newest = new HashMap<>();
        for (int i = 0; i < recomputedAlerts.size(); i++) {
            newest.put(recomputedAlerts.get(i).key(), i);
        }
        for (int i = 0; i < recomputedAlerts.size(); i++) {
            OutgoingRecord record = recomputedAlerts.get(i);
            boolean isNewest = newest.getOrDefault(record.key(), -1) == i;
            alerts.accept(alertCodec.decode(record.value()), record.value(), isNewest);
        }
    }

    private static String identity(WindowStats window) {
        return window.getScope() + " " + window.getRunId() + " " + window.getWindow() + " " + window.getEndNanos();
    }

    private static String identity(Alert alert) {
        return alert.getAlertKey() + " " + alert.getState() + " " + alert.getUpdatedAtNanos();
    }

    private boolean isKnownLater(WindowStats window, String field) {
        return WINDOW_KNOWN_LATER.contains(field)
                || (field.equals("verdict") && isBroken(window.getValidity()))
                || (BY_BASELINE.contains(field)
                        && window.getScope() != WindowScope.DEVICE
                        && isBeforeBaseline(
                                new StreamKey(window.getEngineId(), window.getDeviceId()), window.getEndNanos()));
    }

    /** The verdict says so, too. */
    private static boolean isBroken(@Nullable ValidityRecord validity) {
        return validity != null && validity.getState() == ValidityState.BROKEN;
    }

    private boolean isKnownLater(Alert alert, String field) {
        return ALERT_KNOWN_LATER.contains(field)
                || field.equals(ALERT_BY_OUTPUTS.get(alert.getKind()))
                || (alert.getKind().equals(AlertKind.LATENCY_DRIFT.id()) && isBeforeBaseline(alert));
    }

    private boolean isBeforeBaseline(Alert alert) {
        return catalog.runs().stream()
                .filter(run -> run.getRunId().equals(alert.getRunId()))
                .anyMatch(run -> isBeforeBaseline(
                        new StreamKey(run.getEngineId(), run.getDeviceId()), alert.getUpdatedAtNanos()));
    }

    private boolean isBeforeBaseline(StreamKey stream, long nanos) {
        return nanos <= catalog.baselines().decidedAtNanos(stream);
    }
}
