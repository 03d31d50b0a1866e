package io.soakline.benchmark;

import io.soakline.drift.DriftMonitor;
import io.soakline.drift.DriftPane;
import io.soakline.drift.DriftSettings;
import io.soakline.drift.DriftStep;
import io.soakline.drift.ValueMonitor;
import io.soakline.drift.ValueSettings;
import io.soakline.statistics.LatencySketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One pane into the drift monitor, its reference complete; some quantiles of the sketch alone; and one value into the
 * monitor of single values, where nothing is read from a sketch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class DriftBenchmark {

    private static final int DISTINCT = 512;
    private static final int REFERENCE = 360;
    private static final int INFERENCES = 1_000;

    private final List<LatencySketch> sketches = new ArrayList<>();
    private final double[] values = new double[DISTINCT];
    private DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
    private ValueMonitor valueMonitor = ValueMonitor.learning(ValueSettings.DEFAULT);
    private long pane;

    @Setup
    public void learn() {
        Random random = new Random(1);
        for (int i = 0; i < DISTINCT; i++) {
            LatencySketch sketch = LatencySketch.empty();
            for (long nanos : Inferences.latencyNanos(INFERENCES, i)) {
                sketch.accept((double) nanos);
            }
            sketches.add(sketch);
            values[i] = Math.exp(0.05 * random.nextGaussian());
        }
        monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        valueMonitor = ValueMonitor.learning(ValueSettings.DEFAULT);
        for (int i = 0; i < REFERENCE + DISTINCT; i++) {
            pane();
            value();
        }
    }

    @Benchmark
    public DriftStep pane() {
        long start = pane++ * Inferences.PANE_NANOS;
        LatencySketch sketch = sketches.get((int) (pane % DISTINCT));
        return monitor.accept(new DriftPane(start, start + Inferences.PANE_NANOS, sketch));
    }

    @Benchmark
    public double sketchOnly() {
        LatencySketch sketch = sketches.get((int) (pane++ % DISTINCT));
        return sketch.quantile(0.25) + sketch.quantile(0.5) + sketch.quantile(0.75) + sketch.countAbove(2.3e6);
    }

    @Benchmark
    public DriftStep value() {
        long at = pane++ * Inferences.PANE_NANOS;
        return valueMonitor.accept(at, values[(int) (pane % DISTINCT)]);
    }
}
