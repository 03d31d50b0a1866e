package io.soakline.benchmark;

import io.soakline.tail.Pwcet;
import io.soakline.tail.PwcetResult;
import io.soakline.tail.PwcetSettings;
import io.soakline.tail.TailSample;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A pWCET estimate of one hour, with all its tests. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class TailBenchmark {

    private static final int PANES = 360;
    private static final int INFERENCES = 1_000;
    private static final int KNOWN = 32;

    private final TailSample hour = hour();

    private static TailSample hour() {
        double[] maxima = new double[PANES];
        long[] sizes = new long[PANES];
        double[][] slowest = new double[PANES][];
        for (int pane = 0; pane < PANES; pane++) {
            long[] latency = Inferences.latencyNanos(INFERENCES, pane);
            Arrays.sort(latency);
            slowest[pane] = new double[KNOWN];
            for (int i = 0; i < KNOWN; i++) {
                slowest[pane][i] = (double) latency[INFERENCES - 1 - i];
            }
            maxima[pane] = slowest[pane][0];
            sizes[pane] = INFERENCES;
        }
        return new TailSample(maxima, sizes, slowest, (long) PANES * INFERENCES);
    }

    @Benchmark
    public PwcetResult estimate() {
        return Pwcet.estimate(hour, PwcetSettings.DEFAULT);
    }
}
