package io.soakline.flow;

import io.soakline.record.LatencyHistogram;
import io.soakline.record.Run;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.statistics.DeviceSummaries;
import io.soakline.statistics.LatencySketch;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.Repeatability;
import io.soakline.statistics.Verdict;
import io.soakline.statistics.WindowStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Window statistics to their record. */
final class WindowRecords {

    private static final String CPU = "cpuUtilisationPercent";
    /** Sensors that stand for the whole device; single cores and sub-zones are parts of them. */
    private static final List<String> WHOLE = List.of("all", "total", "cpu", "host");

    private WindowRecords() {}

    /**
     * @param run null when it is not described
     * @param alone whether no other run used the device in that time: then all of its energy is this run's, pauses included
     */
    static WindowStats toRecord(
            RunIdentity identity,
            @Nullable Run run,
            String window,
            PaneSummary summary,
            WindowStatistics statistics,
            boolean alone,
            Verdict verdict) {
        Repeatability repeatability = statistics.repeatability();
        WindowStats stats = WindowStats.newBuilder()
                .setRunId(identity.runId())
                .setDeviceId(identity.deviceId())
                .setEngineId(identity.engineId())
                .setEngineName(run == null ? "" : run.getEngineName())
                .setCompiler(run == null ? "" : run.getCompiler())
                .setModelDigest(identity.modelDigest())
                .setInputSetDigest(identity.inputSetDigest())
                .setWindow(window)
                .setStartNanos(statistics.startNanos())
                .setEndNanos(statistics.endNanos())
                .setPanes(statistics.panes())
                .setInferences(statistics.inferences())
                .setRatePerSecond(statistics.ratePerSecond())
                .setLatencyMinNanos(statistics.latencyMinNanos())
                .setLatencyMeanNanos(statistics.latencyMeanNanos())
                .setLatencyP50Nanos(statistics.latencyP50Nanos())
                .setLatencyP90Nanos(statistics.latencyP90Nanos())
                .setLatencyP99Nanos(statistics.latencyP99Nanos())
                .setLatencyP999Nanos(statistics.latencyP999Nanos())
                .setLatencyMaxNanos(statistics.latencyMaxNanos())
                .setCv(statistics.cv())
                .setInterquartileRangeNanos(statistics.interquartileRangeNanos())
                .setP99OverP50(statistics.p99OverP50())
                .setResponseP50Nanos(statistics.responseP50Nanos())
                .setResponseP99Nanos(statistics.responseP99Nanos())
                .setResponseMaxNanos(statistics.responseMaxNanos())
                .setDeadlineNanos(statistics.deadlineNanos())
                .setDeadlineMisses(statistics.deadlineMisses())
                .setDeadlineMissRateUpper95(statistics.deadlineMissRateUpper95())
                .setInputs(repeatability.inputs())
                .setBitwiseRate(repeatability.bitwiseRate())
                .setDistinctOutputs(repeatability.distinctOutputs())
                .setMismatchRateUpper95(repeatability.mismatchRateUpper95())
                .setNonFinite(statistics.nonFinite())
                .setHarnessPaused(statistics.harnessPaused())
                .setThrottled(statistics.throttled())
                .setTop1Accuracy(null)
                .setCpuUtilisationPercent(cpu(summary.device()))
                .setEnergyJoulesPerInference(EnergyRecords.gross(summary, alone))
                .setBuckets(histogram(statistics.buckets()))
                .setMissing(statistics.missing())
                .setVerdict(verdict(verdict))
                .build();
        PredictabilityRecords.fill(stats, statistics);
        return stats;
    }

    private static LatencyHistogram histogram(List<LatencySketch.Bucket> buckets) {
        return new LatencyHistogram(
                buckets.stream().map(LatencySketch.Bucket::upper).toList(),
                buckets.stream().map(LatencySketch.Bucket::count).toList());
    }

    private static VerdictRecord verdict(Verdict verdict) {
        VerdictState state;
        if (verdict instanceof Verdict.Steady) {
            state = VerdictState.STEADY;
        } else if (verdict instanceof Verdict.Drifted) {
            state = VerdictState.DRIFTED;
        } else if (verdict instanceof Verdict.Broken) {
            state = VerdictState.BROKEN;
        } else {
            state = VerdictState.INSUFFICIENT;
        }
        return new VerdictRecord(state, verdict.reason());
    }

    /** Mean of the sensor that stands for the whole device; where there is none, mean over the sensors. */
    private static @Nullable Double cpu(List<DeviceSummaries.Channel> device) {
        double sum = 0;
        int sensors = 0;
        for (DeviceSummaries.Channel channel : device) {
            if (channel.quantity().equals(CPU)) {
                if (WHOLE.contains(channel.sensor())) {
                    return channel.mean();
                }
                sum += channel.mean();
                sensors++;
            }
        }
        return sensors == 0 ? null : Double.valueOf(sum / sensors);
    }
}
