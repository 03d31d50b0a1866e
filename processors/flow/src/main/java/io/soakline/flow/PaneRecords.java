package io.soakline.flow;

import io.soakline.log.Digests;
import io.soakline.record.DeviceSummary;
import io.soakline.record.DigestCount;
import io.soakline.record.IdleGapRecord;
import io.soakline.record.InputOutputs;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.record.SlowInference;
import io.soakline.statistics.DeviceSummaries;
import io.soakline.statistics.ExactSum;
import io.soakline.statistics.IdleGaps;
import io.soakline.statistics.LatencySketch;
import io.soakline.statistics.LatencyTotals;
import io.soakline.statistics.Loss;
import io.soakline.statistics.OutputCounts;
import io.soakline.statistics.OutputDigest;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.SlowestList;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pane summaries to their records and back. */
final class PaneRecords {

    private PaneRecords() {}

    static PaneRecord toRecord(RunIdentity run, PaneSummary pane, PaneClose closedBy) {
        LatencyTotals latency = pane.latency();
        ExactSum squares = latency.squares();
        return PaneRecord.newBuilder()
                .setRunId(run.runId())
                .setDeviceId(run.deviceId())
                .setEngineId(run.engineId())
                .setModelDigest(run.modelDigest())
                .setInputSetDigest(run.inputSetDigest())
                .setPaneStartNanos(pane.startNanos())
                .setPaneNanos(pane.endNanos() - pane.startNanos())
                .setFirstSequence(pane.firstSequence())
                .setLastSequence(pane.lastSequence())
                .setFirstStartNanos(pane.firstStartNanos())
                .setLastEndNanos(pane.lastEndNanos())
                .setInferences(pane.inferences())
                .setWarmUp(pane.warmUp())
                .setMeasured(pane.measured())
                .setHarnessPaused(pane.harnessPaused())
                .setThrottled(pane.throttled())
                .setNonFinite(pane.nonFinite())
                .setLatencyMinNanos(latency.min())
                .setLatencyMaxNanos(latency.max())
                .setLatencySumNanos(latency.sum())
                .setLatencySquareSumHigh(squares.high())
                .setLatencySquareSumLow(squares.low())
                .setSketchFormat(LatencySketch.FORMAT)
                .setLatencySketch(ByteBuffer.wrap(latency.sketch().encode()))
                .setResponseMaxNanos(pane.responseMaxNanos())
                .setResponseSumNanos(pane.responseSumNanos())
                .setResponseSketch(sketch(pane.response()))
                .setSlowest(slowest(pane.slowest()))
                .setDeadlineNanos(pane.deadlineNanos())
                .setDeadlineMisses(pane.deadlineMisses())
                .setOutputs(outputs(pane.outputs()))
                .setDevice(device(pane.device()))
                .setLedger(ledger(pane.loss()))
                .setResponseMinNanos(pane.responseMinNanos())
                .setSuccession(OrderRecords.toRecord(pane.succession()))
                .setMissPattern(OrderRecords.toRecord(pane.missPattern()))
                .setIdleGaps(idleGaps(pane.idleGaps()))
                .setThrottledSketch(sketch(pane.throttledLatency()))
                .setPhases(PhaseRecords.toRecords(pane.phases()))
                .setClosedBy(closedBy)
                .build();
    }

    private static List<SlowInference> slowest(List<SlowestList.Entry> entries) {
        List<SlowInference> records = new ArrayList<>(entries.size());
        for (SlowestList.Entry entry : entries) {
            records.add(SlowInference.newBuilder()
                    .setSequence(entry.sequence())
                    .setStartNanos(entry.startNanos())
                    .setLatencyNanos(entry.latencyNanos())
                    .setInputIndex(entry.inputIndex())
                    .setFlags(entry.flags())
                    .setQueueNanos(entry.queueNanos())
                    .setGapNanos(entry.gapNanos())
                    .setCause(entry.cause())
                    .setEvidence(entry.evidence())
                    .build());
        }
        return records;
    }

    static List<InputOutputs> outputs(List<OutputCounts.Input> inputs) {
        List<InputOutputs> records = new ArrayList<>(inputs.size());
        for (OutputCounts.Input input : inputs) {
            List<DigestCount> counts = new ArrayList<>(input.counts().size());
            for (OutputCounts.Count count : input.counts()) {
                counts.add(new DigestCount(
                        Digests.of(count.digest().high(), count.digest().low()), count.count(), count.onTime()));
            }
            records.add(new InputOutputs(input.inputIndex(), counts, input.uncounted()));
        }
        return records;
    }

    private static List<DeviceSummary> device(List<DeviceSummaries.Channel> channels) {
        List<DeviceSummary> records = new ArrayList<>(channels.size());
        for (DeviceSummaries.Channel channel : channels) {
            records.add(new DeviceSummary(
                    channel.quantity(),
                    channel.sensor(),
                    channel.counter(),
                    channel.samples(),
                    channel.min(),
                    channel.max(),
                    channel.sum(),
                    channel.first(),
                    channel.last(),
                    channel.firstAtNanos(),
                    channel.lastAtNanos()));
        }
        return records;
    }

    private static PaneLedger ledger(Loss loss) {
        return new PaneLedger(loss.received(), loss.late(), loss.duplicate(), loss.missing());
    }

    /** @throws IllegalArgumentException when its sketches are of an unknown format or damaged */
    static PaneSummary toSummary(PaneRecord pane) {
        String format = pane.getSketchFormat();
        LatencyTotals latency = LatencyTotals.of(
                pane.getMeasured(),
                pane.getLatencyMinNanos(),
                pane.getLatencyMaxNanos(),
                pane.getLatencySumNanos(),
                ExactSum.of(pane.getLatencySquareSumHigh(), pane.getLatencySquareSumLow()),
                LatencySketch.decode(format, bytes(pane.getLatencySketch())));
        return new PaneSummary(
                pane.getPaneStartNanos(),
                pane.getPaneStartNanos() + pane.getPaneNanos(),
                pane.getInferences() > 0 ? 1 : 0,
                pane.getFirstSequence(),
                pane.getLastSequence(),
                pane.getFirstStartNanos(),
                pane.getLastEndNanos(),
                pane.getInferences(),
                pane.getWarmUp(),
                pane.getHarnessPaused(),
                pane.getThrottled(),
                pane.getNonFinite(),
                latency,
                optional(format, pane.getResponseSketch()),
                pane.getResponseMaxNanos(),
                pane.getResponseSumNanos(),
                pane.getSlowest().stream().map(PaneRecords::entry).toList(),
                pane.getDeadlineNanos(),
                pane.getDeadlineMisses(),
                counts(pane.getOutputs()),
                pane.getDevice().stream().map(PaneRecords::channel).toList(),
                loss(pane.getLedger()),
                pane.getResponseMinNanos(),
                OrderRecords.toSuccession(pane.getSuccession()),
                OrderRecords.toPattern(pane.getMissPattern()),
                pane.getIdleGaps().stream()
                        .map(gap -> new IdleGaps.Bucket(
                                gap.getExponent(), LatencySketch.decode(format, bytes(gap.getLatencySketch()))))
                        .toList(),
                optional(format, pane.getThrottledSketch()),
                PhaseRecords.toTotals(format, pane.getPhases()),
                true);
    }

    private static ByteBuffer sketch(@Nullable LatencySketch sketch) {
        return ByteBuffer.wrap(sketch == null ? new byte[0] : sketch.encode());
    }

    private static @Nullable LatencySketch optional(String format, ByteBuffer sketch) {
        byte[] bytes = bytes(sketch);
        return bytes.length == 0 ? null : LatencySketch.decode(format, bytes);
    }

    private static List<IdleGapRecord> idleGaps(List<IdleGaps.Bucket> buckets) {
        return buckets.stream()
                .map(bucket -> new IdleGapRecord(bucket.exponent(), sketch(bucket.latency())))
                .toList();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static SlowestList.Entry entry(SlowInference record) {
        return new SlowestList.Entry(
                record.getSequence(),
                record.getStartNanos(),
                record.getLatencyNanos(),
                record.getInputIndex(),
                record.getFlags(),
                record.getQueueNanos(),
                record.getGapNanos(),
                record.getCause(),
                record.getEvidence());
    }

    static List<OutputCounts.Input> counts(List<InputOutputs> records) {
        List<OutputCounts.Input> inputs = new ArrayList<>(records.size());
        for (InputOutputs record : records) {
            List<OutputCounts.Count> counts = new ArrayList<>();
            for (DigestCount count : record.getDigests()) {
                counts.add(new OutputCounts.Count(
                        new OutputDigest(Digests.high(count.getDigest()), Digests.low(count.getDigest())),
                        count.getCount(),
                        count.getOnTime()));
            }
            inputs.add(new OutputCounts.Input(record.getInputIndex(), counts, record.getUncounted()));
        }
        return inputs;
    }

    private static DeviceSummaries.Channel channel(DeviceSummary record) {
        return new DeviceSummaries.Channel(
                record.getQuantity(),
                record.getSensor(),
                record.getCounter(),
                record.getSamples(),
                record.getMin(),
                record.getMax(),
                record.getSum(),
                record.getFirst(),
                record.getLast(),
                record.getFirstAtNanos(),
                record.getLastAtNanos());
    }

    static Loss loss(PaneLedger ledger) {
        return new Loss(ledger.getReceived(), ledger.getLate(), ledger.getDuplicate(), ledger.getMissing());
    }
}
