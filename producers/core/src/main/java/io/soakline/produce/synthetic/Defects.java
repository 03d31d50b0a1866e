package io.soakline.produce.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with a synthetic engine. Calls are counted from 1.
 *
 * @param latencyMicros busy time of a call
 * @param jitterMicros uniform extra time of 0 to this
 * @param stallEvery every so many calls one stalls; 0 for never
 * @param stallMillis extra time of a stalling call
 * @param driftMicrosPerThousand extra time added with every thousand calls
 * @param flipProbability probability that an output differs in one element from what the input demands
 * @param nanProbability probability that an output's first element is NaN
 * @param failAfter calls that succeed before one throws; -1 for never
 * @param haltAfter calls that succeed before one ends the process without warning, as a crash in native code would; -1
 *     for never
 * @param seed of jitter and probabilities
 */
public record Defects(
        double latencyMicros,
        double jitterMicros,
        long stallEvery,
        double stallMillis,
        double driftMicrosPerThousand,
        double flipProbability,
        double nanProbability,
        long failAfter,
        long haltAfter,
        long seed) {

    /** Option keys with their defaults, in the order of the components. */
    static final List<Map.Entry<String, String>> OPTIONS = List.of(
            Map.entry("latency-micros", "100"),
            Map.entry("jitter-micros", "0"),
            Map.entry("stall-every", "0"),
            Map.entry("stall-millis", "0"),
            Map.entry("drift-micros-per-thousand", "0"),
            Map.entry("flip-probability", "0"),
            Map.entry("nan-probability", "0"),
            Map.entry("fail-after", "-1"),
            Map.entry("halt-after", "-1"),
            Map.entry("seed", "1"));

    /** Reads the options that are given; the others have their defaults. Keys that are no defects are left alone. */
    static Defects of(Map<String, String> options) {
        List<Double> values = new ArrayList<>();
        for (Map.Entry<String, String> option : OPTIONS) {
            String text = options.getOrDefault(option.getKey(), option.getValue());
            try {
                values.add(Double.parseDouble(text));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "option " + option.getKey() + " is \"" + text + "\", expected a number", e);
            }
        }
        return new Defects(
                values.get(0),
                values.get(1),
                values.get(2).longValue(),
                values.get(3),
                values.get(4),
                values.get(5),
                values.get(6),
                values.get(7).longValue(),
                values.get(8).longValue(),
                values.get(9).longValue());
    }

    static Set<String> keys() {
        return Set.copyOf(OPTIONS.stream().map(Map.Entry::getKey).toList());
    }
}
