package io.soakline.sink.influxdb;

import io.soakline.log.RecordCodec;
import io.soakline.record.DeviceSummary;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.record.SlowInference;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

/** Panes with every field known. */
final class SamplePanes {

    static {
        // Makes Avro trust our records, which copying one needs.
        RecordCodec<PaneRecord> unused = RecordCodec.of(PaneRecord.class);
    }

    private SamplePanes() {}

    static PaneRecord pane(long startNanos) {
        return PaneRecord.newBuilder()
                .setRunId("run-1")
                .setDeviceId("bench 1")
                .setEngineId("e")
                .setModelDigest("m")
                .setInputSetDigest("i")
                .setPaneStartNanos(startNanos)
                .setPaneNanos(SampleRecords.PANE_NANOS)
                .setFirstSequence(0)
                .setLastSequence(109)
                .setFirstStartNanos(startNanos)
                .setLastEndNanos(startNanos + 1)
                .setInferences(110)
                .setWarmUp(10)
                .setMeasured(100)
                .setHarnessPaused(2)
                .setThrottled(0)
                .setNonFinite(0)
                .setLatencyMinNanos(4)
                .setLatencyMaxNanos(40)
                .setLatencySumNanos(1_000)
                .setLatencySquareSumHigh(0)
                .setLatencySquareSumLow(10_000)
                .setSketchFormat(LatencySketch.FORMAT)
                .setLatencySketch(sketch(LongStream.range(0, 100).map(i -> 4 + i * 36 / 99)))
                .setResponseMaxNanos(50)
                .setResponseSumNanos(2_000)
                .setResponseSketch(ByteBuffer.allocate(0))
                .setSlowest(List.of(slow(7, startNanos + 70, 40), slow(9, startNanos + 90, 39)))
                .setDeadlineNanos(45L)
                .setDeadlineMisses(1)
                .setOutputs(List.of())
                .setDevice(List.of(
                        sensor("cpuUtilisationPercent", "cpu0", false, startNanos),
                        sensor("energyJoules", "package-0", true, startNanos)))
                .setLedger(PaneLedger.newBuilder()
                        .setReceived(110)
                        .setLate(0)
                        .setDuplicate(0)
                        .setMissing(0)
                        .build())
                .setClosedBy(PaneClose.NEXT_PANE)
                .build();
    }

    /** A pane in which these were measured, and nothing else of interest happened. */
    static PaneRecord paneOf(String runId, long startNanos, long... latencies) {
        LongSummaryStatistics measured = LongStream.of(latencies).summaryStatistics();
        return PaneRecord.newBuilder(pane(startNanos))
                .setRunId(runId)
                .setInferences(latencies.length)
                .setWarmUp(0)
                .setMeasured(latencies.length)
                .setLatencyMinNanos(measured.getMin())
                .setLatencyMaxNanos(measured.getMax())
                .setLatencySumNanos(measured.getSum())
                .setLatencySketch(sketch(LongStream.of(latencies)))
                .setSlowest(List.of())
                .setDevice(List.of())
                .build();
    }

    private static ByteBuffer sketch(LongStream latencies) {
        LatencySketch sketch = LatencySketch.empty();
        latencies.forEach(nanos -> sketch.accept((double) nanos));
        return ByteBuffer.wrap(sketch.encode());
    }

    private static SlowInference slow(long sequence, long startNanos, long latencyNanos) {
        return SlowInference.newBuilder()
                .setSequence(sequence)
                .setStartNanos(startNanos)
                .setLatencyNanos(latencyNanos)
                .setInputIndex(3)
                .setFlags(0)
                .setQueueNanos(250)
                .setGapNanos(1_000)
                .setCause("cpu-pressure")
                .setEvidence("12 % of the time some task waited for a core")
                .build();
    }

    private static DeviceSummary sensor(String quantity, String sensor, boolean counter, long startNanos) {
        return DeviceSummary.newBuilder()
                .setQuantity(quantity)
                .setSensor(sensor)
                .setCounter(counter)
                .setSamples(10)
                .setMin(10)
                .setMax(30)
                .setSum(200)
                .setFirst(10)
                .setLast(30)
                .setFirstAtNanos(startNanos)
                .setLastAtNanos(startNanos + 5_000_000_000L)
                .build();
    }
}
