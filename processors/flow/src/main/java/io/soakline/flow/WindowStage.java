package io.soakline.flow;

import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.RunOutputs;
import io.soakline.record.WindowStats;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.Top1;
import io.soakline.statistics.Verdict;
import io.soakline.statistics.WindowStatistics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From panes to windows, verdicts, agreements and alerts. Reads its partitions from their beginning, to refill what it
 * keeps in memory, and writes only for records that lie beyond the committed offset. One thread, like {@link PaneStage}.
 */
final class WindowStage {

    private static final Logger LOG = LoggerFactory.getLogger(WindowStage.class);

    /** The end of a run is on the log before its last pane is; only another topic's delay has to be bridged. */
    private static final Duration END_WAIT = Duration.ofSeconds(2);

    private record Work(
            TopicPartition partition,
            long offset,
            @Nullable PaneRecord pane,
            @Nullable RunOutputs outputs) {}

    /** What was seen of a run: its last pane is done with when the outputs of all its panes are. */
    private static final class Progress {
        private long panes;
        private long outputs;
        private boolean ended;
    }

    private final FlowSettings settings;
    private final LogAccess names;
    private final RunCatalog catalog;
    private final FlowCounters counters;
    private final Map<TopicPartition, Long> emitFrom = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Map<String, RunWindows>> windows = new HashMap<>();
    private final Map<String, Progress> progress = new HashMap<>();
    private final AgreementStage agreements;
    private final RunAlerts alerts = new RunAlerts();
    private final ArrayDeque<Work> backlog = new ArrayDeque<>();
    private long waitingSinceNanos;
    private boolean waiting;
    private final List<OutgoingRecord> outgoing = new ArrayList<>();

    private final RecordCodec<PaneRecord> paneCodec = RecordCodec.of(PaneRecord.class);
    private final RecordCodec<RunOutputs> outputsCodec = RecordCodec.of(RunOutputs.class);
    private final RecordCodec<WindowStats> windowCodec = RecordCodec.of(WindowStats.class);
    private final RecordCodec<Agreement> agreementCodec = RecordCodec.of(Agreement.class);
    private final RecordCodec<Alert> alertCodec = RecordCodec.of(Alert.class);

    WindowStage(FlowSettings settings, LogAccess names, RunCatalog catalog, FlowCounters counters) {
        this.settings = settings;
        this.names = names;
        this.catalog = catalog;
        this.counters = counters;
        agreements = new AgreementStage(catalog, settings.grid().paneNanos());
    }

    void assigned(
            Collection<TopicPartition> assigned,
            Map<TopicPartition, OffsetAndMetadata> commits,
            List<ConsumerRecord<byte[], byte[]>> pastAlerts) {
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata from = commits.get(partition);
            emitFrom.put(partition, from == null ? 0 : from.offset());
            committed.put(partition, from == null ? 0 : from.offset());
            windows.put(partition, new HashMap<>());
        }
        alerts.restore(pastAlerts);
    }

    void revoked(Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            emitFrom.remove(partition);
            positions.remove(partition);
            committed.remove(partition);
            windows.remove(partition);
        }
        backlog.removeIf(work -> revoked.contains(work.partition()));
    }

    void accept(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (!emitFrom.containsKey(partition)) {
            return;
        }
        try {
            if (record.topic().equals(names.name(Topic.PANES))) {
                backlog.add(new Work(partition, record.offset(), paneCodec.decode(record.value()), null));
            } else {
                backlog.add(new Work(partition, record.offset(), null, outputsCodec.decode(record.value())));
            }
        } catch (MalformedRecordException e) {
            LOG.warn("{} offset {}: {}; it is passed over", partition, record.offset(), e.getMessage());
        }
    }

    /** Works off what has come, up to a run's last pane whose end is not known yet. */
    void work(long nowNanos) {
        for (Work work = backlog.peek(); work != null; work = backlog.peek()) {
            if (mustWait(work, nowNanos)) {
                return;
            }
            backlog.remove();
            PaneRecord pane = work.pane();
            RunOutputs outputs = work.outputs();
            if (pane != null) {
                acceptPane(work, pane);
            } else if (outputs != null) {
                acceptOutputs(work, outputs);
            }
            positions.put(work.partition(), work.offset() + 1);
        }
    }

    private boolean mustWait(Work work, long nowNanos) {
        PaneRecord pane = work.pane();
        boolean missing = pane != null && pane.getClosedBy() == PaneClose.RUN_END && end(pane.getRunId()) == null;
        if (!missing || !isNew(work)) {
            waiting = false;
            return false;
        }
        if (!waiting) {
            waiting = true;
            waitingSinceNanos = nowNanos;
        }
        if (nowNanos - waitingSinceNanos < END_WAIT.toNanos()) {
            return true;
        }
        waiting = false;
        return false;
    }

    private @Nullable RunEnd end(String runId) {
        Run run = catalog.run(runId);
        return run == null ? null : run.getEnd();
    }

    private boolean isNew(Work work) {
        return work.offset() >= emitFrom.getOrDefault(work.partition(), 0L);
    }

    private void acceptPane(Work work, PaneRecord pane) {
        PaneSummary summary;
        try {
            summary = PaneRecords.toSummary(pane);
        } catch (IllegalArgumentException e) {
            LOG.warn("{} offset {}: {}; it is passed over", work.partition(), work.offset(), e.getMessage());
            return;
        }
        RunWindows run = windows.getOrDefault(work.partition(), new HashMap<>())
                .computeIfAbsent(
                        pane.getRunId(), id -> new RunWindows(settings.grid().paneNanos()));
        run.accept(summary);
        Progress seen = progress.computeIfAbsent(pane.getRunId(), id -> new Progress());
        seen.panes++;
        seen.ended |= pane.getClosedBy() == PaneClose.RUN_END;
        if (isNew(work)) {
            tell(RunIdentity.of(pane), run, summary, pane.getClosedBy() == PaneClose.RUN_END);
        }
    }

    private void tell(RunIdentity identity, RunWindows windowsOfRun, PaneSummary pane, boolean ended) {
        Run run = catalog.run(identity.runId());
        String failure = ended ? failure(run) : null;
        WindowStatistics judged = null;
        PaneSummary total = pane;
        for (RunWindows.Named window : windowsOfRun.all()) {
            WindowStatistics statistics = WindowStatistics.of(window.summary());
            if (window.name().equals(RunWindows.ALERTING)) {
                judged = statistics;
            } else if (window.name().equals(RunWindows.RUN)) {
                total = window.summary();
            }
            if (pane.inferences() > 0 || window.name().equals(RunWindows.RUN)) {
                write(identity, run, window, statistics, failure);
            }
        }
        if (judged != null) {
            for (Alert alert : alerts.judge(identity, run, judged, total.loss(), ended, pane.endNanos())) {
                outgoing.add(new OutgoingRecord(Topic.ALERTS, Keys.of(alert), alertCodec.encode(alert)));
            }
        }
    }

    private void write(
            RunIdentity identity,
            @Nullable Run run,
            RunWindows.Named window,
            WindowStatistics statistics,
            @Nullable String failure) {
        Verdict verdict = settings.policy().verdict().judge(statistics, failure);
        Double top1 = run == null
                ? null
                : Top1.accuracy(
                        window.summary().outputs(),
                        run.getInputLabels(),
                        catalog.outputs(identity.modelDigest(), identity.inputSetDigest()));
        WindowStats stats = WindowRecords.toRecord(
                identity,
                run,
                window.name(),
                window.summary(),
                statistics,
                top1,
                isAlone(identity, window.summary()),
                verdict);
        outgoing.add(new OutgoingRecord(Topic.WINDOWS, Keys.of(stats), windowCodec.encode(stats)));
        counters.windows.increment();
    }

    private static @Nullable String failure(@Nullable Run run) {
        RunEnd end = run == null ? null : run.getEnd();
        return end == null || end.getExit() == RunExit.COMPLETED
                ? null
                : end.getExit().name().toLowerCase(Locale.ROOT) + ", " + RunAlerts.reason(end);
    }

    /** Whether no other run was going on on the device between the window's first and last inference. */
    private boolean isAlone(RunIdentity identity, PaneSummary window) {
        for (Run other : catalog.runs()) {
            RunEnd end = other.getEnd();
            if (other.getDeviceId().equals(identity.deviceId())
                    && !other.getRunId().equals(identity.runId())
                    && other.getStartedAtNanos() < window.lastEndNanos()
                    && (end == null || end.getEndedAtNanos() > window.firstStartNanos())) {
                return false;
            }
        }
        return true;
    }

    private void acceptOutputs(Work work, RunOutputs outputs) {
        progress.computeIfAbsent(outputs.getRunId(), id -> new Progress()).outputs++;
        if (!isNew(work)) {
            agreements.refill(outputs);
            return;
        }
        for (Agreement agreement : agreements.accept(outputs)) {
            outgoing.add(new OutgoingRecord(Topic.AGREEMENTS, Keys.of(agreement), agreementCodec.encode(agreement)));
        }
    }

    /** What is to be written, with the offsets that go with it. Not to be called again before that is written. */
    Emission take() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (position > committed.getOrDefault(partition, 0L)) {
                offsets.put(partition, new OffsetAndMetadata(position));
                committed.put(partition, position);
            }
        });
        List<OutgoingRecord> records = List.copyOf(outgoing);
        outgoing.clear();
        return new Emission(records, offsets);
    }

    /** Runs of which everything that was taken so far is the last. */
    Set<String> finishedRuns() {
        Set<String> finished = new HashSet<>();
        progress.forEach((runId, seen) -> {
            if (seen.ended && seen.panes == seen.outputs) {
                finished.add(runId);
            }
        });
        return finished;
    }
}
