package io.soakline.drift;

import io.soakline.benchmark.Inferences;
import io.soakline.statistics.LatencySketch;
import java.util.ArrayList;
import java.util.List;
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
 * The two parts of a pane of {@code DriftBenchmark.pane}: reading the sketch, and the detectors on what was read. In the
 * package of the detectors, which do not show this seam to others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class DetectorBenchmark {

    private static final int DISTINCT = 512;
    private static final int REFERENCE = 360;
    private static final int INFERENCES = 1_000;

    private final List<LatencySketch> sketches = new ArrayList<>();
    private final List<PaneShape> shapes = new ArrayList<>();
    private final List<Body> bodies = new ArrayList<>();
    private DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
    private long pane;

    @Setup
    public void learn() {
        for (int i = 0; i < DISTINCT; i++) {
            LatencySketch sketch = LatencySketch.empty();
            for (long nanos : Inferences.latencyNanos(INFERENCES, i)) {
                sketch.accept((double) nanos);
            }
            PaneShape shape = new PaneShape(sketch);
            sketches.add(sketch);
            shapes.add(shape);
            bodies.add(Body.of(shape));
        }
        monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
        for (int i = 0; i < REFERENCE + DISTINCT; i++) {
            detectors();
        }
    }

    @Benchmark
    public DriftStep detectors() {
        long start = pane++ * Inferences.PANE_NANOS;
        int i = (int) (pane % DISTINCT);
        DriftPane next = new DriftPane(start, start + Inferences.PANE_NANOS, sketches.get(i));
        return monitor.accept(new Learning.Read(next, shapes.get(i), bodies.get(i)));
    }

    /** Into cumulative counts, without a question asked. */
    @Benchmark
    public Object reading() {
        return new PaneShape(sketches.get((int) (pane++ % DISTINCT)));
    }

    /** With the quantiles of the body and one count. */
    @Benchmark
    public double readingWithBody() {
        PaneShape shape = new PaneShape(sketches.get((int) (pane++ % DISTINCT)));
        return Body.of(shape).level() + shape.above(2.3e6);
    }
}
