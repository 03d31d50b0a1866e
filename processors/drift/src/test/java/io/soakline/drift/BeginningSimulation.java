package io.soakline.drift;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How streams that do not begin level are learnt: prints alarms while nothing changes any more, and how often a change two
 * minutes after the start is found.
 *
 * <p>Arguments: streams of each kind (default 1,000), seed (1), factors by which they change (1 1.1 1.2 1.5 0.7).
 */
final class BeginningSimulation {

    /** Two minutes of panes of 10 s. */
    static final int CHANGE = 12;

    private static final int AFTERWARDS = 36;
    private static final int SOON = 10;
    private static final double SLOWER = Math.log(1.4);

    /** How a stream begins. */
    enum Start {
        LEVEL,
        /** 40 % slower for three panes. */
        STEP,
        /** From 40 % slower, by a third of the rest with each pane. */
        DECAY,
        /** Now and then 40 % slower, for two panes on average, and so throughout. */
        SWITCHING;

        double shift(int t, boolean slow) {
            return switch (this) {
                case LEVEL -> 0;
                case STEP -> t < 3 ? SLOWER : 0;
                case DECAY -> SLOWER * Math.exp(-t / 3.0);
                case SWITCHING -> slow ? SLOWER : 0;
            };
        }
    }

    /**
     * Of some streams, which change by a factor at pane {@value #CHANGE}; or do not, by the factor 1.
     *
     * @param alarmed share with an alarm on other panes than those of the change
     * @param found share with an alarm within {@value #SOON} panes of the change
     */
    record Outcome(double alarmed, double found) {}

    private BeginningSimulation() {}

    static Outcome run(Start start, Stream.Regime regime, double factor, int streams, long seed) {
        int alarmed = 0;
        int found = 0;
        for (int s = 0; s < streams; s++) {
            Stream stream = new Stream(1_000_003 * seed + s, regime);
            SplittableRandom switches = new SplittableRandom(seed + 31L * s);
            DriftMonitor monitor = DriftMonitor.learning(DriftSettings.DEFAULT);
            boolean slow = false;
            boolean before = false;
            boolean after = false;
            for (int t = 0; t < CHANGE + AFTERWARDS; t++) {
                slow = slow ? switches.nextDouble() < 0.5 : switches.nextDouble() < 0.3;
                boolean changed = factor != 1 && t >= CHANGE;
                stream.shift = start.shift(t, slow) + (changed ? Math.log(factor) : 0);
                boolean rings = !monitor.accept(stream.next()).alarms().isEmpty();
                before |= rings && !changed;
                after |= rings && changed && t < CHANGE + SOON;
            }
            alarmed += before ? 1 : 0;
            found += after ? 1 : 0;
        }
        return new Outcome(alarmed / (double) streams, found / (double) streams);
    }

    @SuppressWarnings("SystemOut") // a table for a reader is its purpose
    public static void main(String[] arguments) {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        double[] factors = arguments.length > 2
                ? Arrays.stream(arguments, 2, arguments.length)
                        .mapToDouble(Double::parseDouble)
                        .toArray()
                : new double[] {1, 1.1, 1.2, 1.5, 0.7};
        for (Start start : Start.values()) {
            for (Stream.Regime regime : List.of(Stream.INDEPENDENT, Stream.WOBBLE, Stream.SPIKES)) {
                StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-10s %-22s", start, regime.name()));
                for (double factor : factors) {
                    Outcome outcome = run(start, regime, factor, streams, seed);
                    row.append(String.format(
                            Locale.ROOT,
                            " | x %.1f: %.3f alarmed, %.3f found",
                            factor,
                            outcome.alarmed(),
                            outcome.found()));
                }
                System.out.println(row);
            }
        }
    }
}
