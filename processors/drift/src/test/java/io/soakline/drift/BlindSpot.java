package io.soakline.drift;

import io.soakline.statistics.LatencySketch;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What detectors of the mean do not see: 200 panes of 1,000 inferences at 1 ms, with a change at pane 100 that leaves the
 * mean nearly as it was.
 *
 * <p>Arguments: series per kind and reference (default 1,000), seed (1).
 */
final class BlindSpot {

    static final int PANES = 200;
    static final int CHANGE = 100;
    static final int SOON = 10;
    private static final int INFERENCES = 1000;

    /** What happens at pane {@value #CHANGE}. */
    enum Change {
        SPREAD_FIVEFOLD,
        OUTLIERS,
        NOTHING
    }

    /** What a monitor said on some series. */
    record Outcome(double foundSoon, double falseAlarmsPerSeries) {}

    private BlindSpot() {}

    static Outcome run(Change change, DriftSettings settings, int series, long seed) {
        int found = 0;
        int wrong = 0;
        for (int s = 0; s < series; s++) {
            SplittableRandom random = new SplittableRandom(
                    seed * 1_000_003 + s * 31L + change.name().hashCode());
            DriftMonitor monitor = DriftMonitor.learning(settings);
            boolean soon = false;
            for (int t = 0; t < PANES; t++) {
                int alarms = monitor.accept(pane(random, t, change)).alarms().size();
                boolean changed = change != Change.NOTHING && t >= CHANGE;
                wrong += changed ? 0 : alarms;
                soon |= changed && t < CHANGE + SOON && alarms > 0;
            }
            found += soon ? 1 : 0;
        }
        return new Outcome(found / (double) series, wrong / (double) series);
    }

    private static DriftPane pane(SplittableRandom random, int t, Change change) {
        boolean changed = t >= CHANGE;
        double sigma = changed && change == Change.SPREAD_FIVEFOLD ? 0.25 : 0.05;
        boolean outliers = changed && change == Change.OUTLIERS;
        LatencySketch sketch = LatencySketch.empty();
        for (int i = 0; i < INFERENCES; i++) {
            double value = 1 + sigma * random.nextGaussian();
            if (outliers && random.nextDouble() < 0.03) {
                value -= 0.5 * Math.log(1 - random.nextDouble());
            }
            sketch.accept(1e6 * Math.max(0.01, value));
        }
        long start = t * Stream.PANE_NANOS;
        return new DriftPane(start, start + Stream.PANE_NANOS, sketch);
    }

    @SuppressWarnings("SystemOut") // a table for a reader is its purpose
    public static void main(String[] arguments) {
        int series = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        for (int reference : new int[] {66, 100, 360}) {
            for (Change change : Change.values()) {
                Outcome outcome = run(change, DriftSettings.DEFAULT.withReferencePanes(reference), series, seed);
                System.out.println(String.format(
                        Locale.ROOT,
                        "reference %3d, %-15s: found within %d panes %.3f, false alarms a series %.4f",
                        reference,
                        change,
                        SOON,
                        outcome.foundSoon(),
                        outcome.falseAlarmsPerSeries()));
            }
        }
    }
}
