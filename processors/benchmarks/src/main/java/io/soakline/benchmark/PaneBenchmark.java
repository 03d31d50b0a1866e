package io.soakline.benchmark;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import io.soakline.statistics.LatencyTotals;
import io.soakline.statistics.Pane;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One inference into its pane, beside the bare sketch and the sketch with exact totals. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PaneBenchmark {

    private final long[] latencyNanos = Inferences.latencyNanos(Inferences.PER_PANE, 1);

    @Benchmark
    @OperationsPerInvocation(Inferences.PER_PANE)
    public DDSketch bareSketch() {
        DDSketch sketch = DDSketches.unboundedDense(0.005);
        for (long nanos : latencyNanos) {
            sketch.accept((double) nanos);
        }
        return sketch;
    }

    @Benchmark
    @OperationsPerInvocation(Inferences.PER_PANE)
    public LatencyTotals exactTotals() {
        LatencyTotals totals = LatencyTotals.empty();
        for (long nanos : latencyNanos) {
            totals.accept(nanos);
        }
        return totals;
    }

    @Benchmark
    @OperationsPerInvocation(Inferences.PER_PANE)
    public Pane pane() {
        return Inferences.fill(Pane.empty(0, Inferences.PANE_NANOS, null), 0, latencyNanos);
    }

    @Benchmark
    @OperationsPerInvocation(Inferences.PER_PANE)
    public Pane paneWithIdleGaps() {
        return Inferences.fill(Pane.emptyWithIdleGaps(0, Inferences.PANE_NANOS, null), 0, latencyNanos);
    }

    @Benchmark
    @OperationsPerInvocation(Inferences.PER_PANE)
    public Pane paneWithDeadline() {
        return Inferences.fill(Pane.empty(0, Inferences.PANE_NANOS, 2_500_000L), 0, latencyNanos);
    }
}
