package io.soakline.drift;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints false alarms per stream-week and delays of the drift monitor on synthetic streams.
 *
 * <p>Arguments: stream-weeks per regime (default 40), repetitions per scenario (100), seed (1), regimes by their first
 * letters (ABC; DEFGHI are further ones), first letters of the names of scenarios (all).
 */
final class DriftSimulation {

    static final int WEEK = 60_480;
    private static final int QUIET = 360;
    private static final int HORIZON = 1080;

    static final List<Stream.Regime> REGIMES = List.of(
            Stream.INDEPENDENT,
            Stream.WOBBLE,
            Stream.SPIKES,
            new Stream.Regime("D AR(.95) 1 %", 0.95, 0.01, 0),
            new Stream.Regime("E AR(.9) 1 %, Student(3)", 0.9, 0.01, 0, 3, 1000, 1000, 0),
            new Stream.Regime("F AR(.7) .7 %, n 200-3000", 0.7, 0.007, 0, 0, 200, 3000, 0),
            new Stream.Regime("G day cycle .5 %, AR(.5) .5 %", 0.5, 0.005, 0, 0, 1000, 1000, 0.005),
            new Stream.Regime("H AR(.98) 1 %", 0.98, 0.01, 0),
            new Stream.Regime("I AR(.5) 3 %, n 100", 0.5, 0.03, 0, 0, 100, 100, 0));

    /** A change that begins at pane 0. */
    enum Scenario {
        MEDIAN_5("median +5 %"),
        MEDIAN_2("median +2 %"),
        TAIL_SHARE("tail 1 -> 2 %"),
        TAIL_LENGTH("tail x 1.5"),
        SIGMA("sigma .08 -> .12"),
        RAMP("ramp +10 %/h"),
        PERIOD("+10 % each 6th pane"),
        SINE("sine 3 %, 5 min");

        final String title;

        Scenario(String title) {
            this.title = title;
        }

        void apply(Stream stream, int t) {
            switch (this) {
                case MEDIAN_5 -> stream.shift = Math.log(1.05);
                case MEDIAN_2 -> stream.shift = Math.log(1.02);
                case TAIL_SHARE -> stream.tail = 0.02;
                case TAIL_LENGTH -> stream.tailShift = Math.log(1.5);
                case SIGMA -> stream.sigma = 0.12;
                case RAMP -> stream.shift = Math.log(1 + 0.1 * Math.min(1, t / 360.0));
                case PERIOD -> stream.shift = t % 6 == 0 ? Math.log(1.10) : 0;
                case SINE -> stream.shift = 0.03 * Math.sin(2 * Math.PI * t / 30.0);
            }
        }
    }

    /** False alarms of some streams. */
    record FalseAlarms(
            double perWeek, double streamsWithAny, Map<DriftFeature, Integer> byFeature, int whileLearning) {}

    private DriftSimulation() {}

    static FalseAlarms falseAlarms(Stream.Regime regime, DriftSettings settings, int streams, int panes, long seed) {
        Map<DriftFeature, Integer> byFeature = new EnumMap<>(DriftFeature.class);
        int all = 0;
        int any = 0;
        int learning = 0;
        for (int s = 0; s < streams; s++) {
            Stream stream = new Stream(1000 * seed + s + regime.name().hashCode() * 1_000_003L, regime);
            DriftMonitor monitor = DriftMonitor.learning(settings);
            int mine = 0;
            for (int t = 0; t < panes + settings.referencePanes(); t++) {
                DriftStep step = monitor.accept(stream.next());
                for (DriftAlarm alarm : step.alarms()) {
                    byFeature.merge(alarm.feature(), 1, Integer::sum);
                    mine++;
                    learning += step.learning() ? 1 : 0;
                }
            }
            all += mine;
            any += mine > 0 ? 1 : 0;
        }
        double weeks = streams * ((panes + settings.referencePanes()) / (double) WEEK);
        return new FalseAlarms(all / weeks, any / (double) streams, byFeature, learning);
    }

    /** Panes from the change to the first alarm; {@link #HORIZON} when there is none. Ascending. */
    static int[] delays(Stream.Regime regime, DriftSettings settings, Scenario scenario, int repetitions, long seed) {
        int[] delays = new int[repetitions];
        for (int r = 0; r < repetitions; r++) {
            Stream stream = new Stream(
                    777_000 + 1_000_003 * seed + r * 13L + (scenario.title + regime.name()).hashCode() * 7L, regime);
            DriftMonitor monitor = DriftMonitor.learning(settings);
            for (int t = 0; t < settings.referencePanes() + QUIET; t++) {
                monitor.accept(stream.next());
            }
            delays[r] = HORIZON;
            for (int t = 0; t < HORIZON && delays[r] == HORIZON; t++) {
                scenario.apply(stream, t);
                if (rings(monitor.accept(stream.next()), scenario)) {
                    delays[r] = t + 1;
                }
            }
        }
        Arrays.sort(delays);
        return delays;
    }

    /** Only patterns may be found by their pattern. */
    private static boolean rings(DriftStep step, Scenario scenario) {
        boolean pattern = scenario == Scenario.PERIOD || scenario == Scenario.SINE;
        return step.alarms().stream().anyMatch(alarm -> pattern || alarm.feature() != DriftFeature.PERIODIC);
    }

    static int median(int[] delays) {
        return delays[delays.length / 2];
    }

    static int ninetieth(int[] delays) {
        return delays[delays.length * 9 / 10];
    }

    @SuppressWarnings("SystemOut") // a table for a reader is its purpose
    public static void main(String[] arguments) {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
        int repetitions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        String chosen = arguments.length > 3 ? arguments[3] : "ABC";
        String scenarios = arguments.length > 4 ? arguments[4] : "";
        DriftSettings settings = DriftSettings.DEFAULT;
        for (Stream.Regime regime : REGIMES) {
            if (chosen.indexOf(regime.name().charAt(0)) < 0) {
                continue;
            }
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-30s", regime.name()));
            if (streams > 0) {
                FalseAlarms found = falseAlarms(regime, settings, streams, WEEK, seed);
                row.append(String.format(
                        Locale.ROOT,
                        " | %6.3f a stream-week (%d weeks, %.0f %% of streams, %d learning) %s",
                        found.perWeek(),
                        streams,
                        100 * found.streamsWithAny(),
                        found.whileLearning(),
                        found.byFeature()));
            }
            if (streams > 0) {
                FalseAlarms found = falseAlarms(regime, settings, 30 * streams, 0, seed + 50);
                row.append(String.format(
                        Locale.ROOT, " | while learning %6.3f a week (%d hours)", found.perWeek(), 30 * streams));
            }
            if (repetitions > 0) {
                for (Scenario scenario : Scenario.values()) {
                    if (!scenario.name().startsWith(scenarios)) {
                        continue;
                    }
                    int[] delays = delays(regime, settings, scenario, repetitions, seed);
                    row.append(" | ").append(scenario.title).append(' ');
                    row.append(median(delays)).append('/').append(ninetieth(delays));
                }
            }
            System.out.println(row);
        }
    }
}
