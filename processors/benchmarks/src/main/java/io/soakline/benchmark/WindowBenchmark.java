package io.soakline.benchmark;

import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.WindowStatistics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A window of 1 minute, 10 minutes and 1 hour: combined from its panes, and its figures. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class WindowBenchmark {

    @Param({"6", "60", "360"})
    private int panes;

    private List<PaneSummary> summaries = List.of();
    private PaneSummary window = Inferences.panes(1).get(0);

    @Setup
    public void fill() {
        summaries = Inferences.panes(panes);
        window = Pane.combined(summaries);
    }

    @Benchmark
    public PaneSummary combine() {
        return Pane.combined(summaries);
    }

    @Benchmark
    public WindowStatistics figures() {
        return WindowStatistics.of(window, summaries);
    }
}
