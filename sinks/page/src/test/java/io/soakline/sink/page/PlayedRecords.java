package io.soakline.sink.page;

import io.soakline.log.ExampleRecords;
import io.soakline.record.Agreement;
import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.record.LatencyHistogram;
import io.soakline.record.Load;
import io.soakline.record.LoadPattern;
import io.soakline.record.PaneRecord;
import io.soakline.record.QuantileRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.SlowInference;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.sink.page.PageFixture.Course;
import io.soakline.sink.page.PageFixture.Player;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the log holds of a course of {@link PageFixture}. */
final class PlayedRecords {

    private PlayedRecords() {}

    static Run run(Course course, long startNanos, @Nullable RunEnd end) {
        Run run = ExampleRecords.run(course.runId, course.player.compiler());
        run.setDeviceId(PageFixture.DEVICE);
        run.setEngineName(course.player.name());
        run.setCompilerVersion("0.18.0");
        run.setTarget("llvm -mcpu=x86-64-v3");
        run.setModelName(PageFixture.MODEL);
        run.setModelDigest("e47acedf663230f8863ff1ab0e64dd2d82b838fabb5957146dab185a89d6215c");
        run.setInputSetDigest("77aa");
        run.setDevice(Map.of("cpu", "x86-64, 2 cores", "memory", "16 GiB"));
        run.setEnvironment(Map.of("affinity", "core 1", "governor", "not offered"));
        run.setLoad(Load.newBuilder()
                .setPattern(LoadPattern.CLOSED)
                .setWaiting("none")
                .build());
        run.setProducerVersion("0.1.0");
        run.setStartedAtNanos(startNanos);
        run.setEnd(end);
        return run;
    }

    /** The pane that comes next of the course. */
    static PaneRecord pane(Course course, long start, long n, long maxNanos, double p50) {
        PaneRecord pane = ExampleRecords.pane(course.runId, 0, n);
        pane.setDeviceId(PageFixture.DEVICE);
        pane.setPaneStartNanos(start);
        pane.setFirstSequence(course.sequence);
        pane.setLastSequence(course.sequence + n - 1);
        pane.setFirstStartNanos(start);
        pane.setLastEndNanos(start + PageFixture.PANE_NANOS - 1);
        pane.setHarnessPaused(1);
        pane.setLatencyMinNanos(Math.round(p50 * 0.94));
        pane.setLatencyMaxNanos(maxNanos);
        pane.setLatencySumNanos(Math.round(p50 * n));
        pane.setSlowest(List.of(SlowInference.newBuilder()
                .setSequence(course.sequence + 3)
                .setStartNanos(start + 4_200_000_000L)
                .setLatencyNanos(maxNanos)
                .setInputIndex(5)
                .setFlags(0)
                .build()));
        return pane;
    }

    /** Its place in time is the caller's. */
    static WindowStats window(Course course, String name, long n, double p50, double p99, long maxNanos) {
        Player player = course.player;
        VerdictRecord verdict = n < 1_000
                ? new VerdictRecord(VerdictState.INSUFFICIENT, n + " measured inferences, a verdict needs 1,000")
                : new VerdictRecord(
                        VerdictState.STEADY,
                        String.format(
                                "%,d inferences, nothing missing; outputs bit for bit repeatable in %,d repetitions,"
                                        + " differing rate below %.2g with 95 %% confidence",
                                n, n - 64, 3.0 / n));
        WindowStats window = ExampleRecords.window(course.runId, name, 1, n);
        window.setDeviceId(PageFixture.DEVICE);
        window.setEngineName(player.name());
        window.setCompiler(player.compiler());
        window.setRatePerSecond(1e9 / p50);
        window.setLatencyMinNanos(Math.round(p50 * 0.93));
        window.setLatencyMeanNanos(p50 * 1.01);
        window.setLatencyP50Nanos(p50);
        window.setLatencyP90Nanos(p50 + (p99 - p50) * 0.45);
        window.setLatencyP99Nanos(p99);
        window.setLatencyP999Nanos(n < 1_000 ? null : Double.valueOf(Math.min((double) maxNanos, p99 * 1.16)));
        window.setLatencyMaxNanos(maxNanos);
        window.setCv(player.spread());
        window.setInterquartileRangeNanos(p50 * player.spread());
        window.setP99OverP50(p99 / p50);
        window.setResponseP50Nanos(p50);
        window.setResponseP99Nanos(p99);
        window.setResponseMaxNanos(maxNanos);
        window.setMismatchRateUpper95(3.0 / (double) Math.max(1, n));
        window.setTop1Accuracy(player.top1());
        window.setCpuUtilisationPercent(52.0);
        window.setEnergyJoulesPerInference(null);
        window.setBuckets(histogram(p50, p99, maxNanos, n));
        window.setLatencyQuantiles(List.of(
                new QuantileRecord(0.99, p99, p99 * 0.985, p99 * 1.02, 299L),
                new QuantileRecord(
                        0.999,
                        n < 2_994 ? null : Double.valueOf(p99 * 1.16),
                        n < 2_994 ? null : Double.valueOf(p99 * 1.1),
                        null,
                        2_994L)));
        window.setJitterP999OverP50Nanos(p99 * 1.16 - p50);
        window.setStepMeanNanos(p50 * player.spread() * 0.5);
        window.setAutocorrelationLag1(0.21);
        window.setSlowestCauses(Map.of("HARNESS_PAUSE", 3L, "CPU_PRESSURE", 14L));
        window.setReferencePanes((int) Math.min(360, course.panes));
        window.setVerdict(verdict);
        return window;
    }

    private static LatencyHistogram histogram(double p50, double p99, long maxNanos, long n) {
        int buckets = 48;
        double low = Math.log(p50 * 0.93);
        double high = Math.log((double) maxNanos);
        double sigma = Math.log(p99 / p50) / 2.6;
        List<Double> edges = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 1; i <= buckets; i++) {
            double middle = low + (high - low) * (i - 0.5) / buckets;
            double z = (middle - Math.log(p50)) / (middle < Math.log(p50) ? sigma * 0.45 : sigma);
            double density = Math.exp(-z * z / 2) + 2e-4 * Math.exp(-Math.abs(z) / 6);
            edges.add(Math.exp(low + (high - low) * i / buckets));
            counts.add(i == buckets ? 1L : Math.round(n * density * 0.06));
        }
        return new LatencyHistogram(edges, counts);
    }

    static Agreement agreement(Course a, Course b) {
        Agreement pair = ExampleRecords.agreement(a.runId, b.runId, 0);
        pair.setEngineA(a.player.name());
        pair.setEngineB(b.player.name());
        return pair;
    }

    /** Of which two sensors are not offered. */
    static DeviceBatch device(long atNanos, boolean disturbed, Random random) {
        double busy = Math.min(100, 54 + 4 * random.nextGaussian() + (disturbed ? 40 : 0));
        return DeviceBatch.newBuilder()
                .setDeviceId(PageFixture.DEVICE)
                .setSampler("host")
                .setFirstSequence(0)
                .setClockOffsetNanos(0)
                .setSampleAtNanos(List.of(atNanos))
                .setChannels(List.of(
                        channel("cpuUtilisationPercent", "cpu", busy, null),
                        channel("cpuUtilisationPercent", "cpu0", busy * 0.6, null),
                        channel("cpuUtilisationPercent", "cpu1", 97 + random.nextGaussian(), null),
                        channel("frequencyMegahertz", "cpu0", 2_600 + 60 * random.nextGaussian(), null),
                        channel("cpuPressurePercent", "some avg10", 3 + Math.abs(random.nextGaussian()), null),
                        channel(
                                "temperatureCelsius",
                                "x86_pkg_temp",
                                null,
                                "no thermal zone is exposed to this machine"),
                        channel("energyJoules", "package-0", null, "/sys/class/powercap is not readable")))
                .build();
    }

    private static DeviceChannel channel(
            String quantity, String sensor, @Nullable Double value, @Nullable String notOffered) {
        return DeviceChannel.newBuilder()
                .setQuantity(quantity)
                .setSensor(sensor)
                .setCounter(quantity.equals("energyJoules"))
                .setAveragingNanos(null)
                .setNotOffered(notOffered)
                .setValues(value == null ? List.of() : List.of(value))
                .build();
    }
}
