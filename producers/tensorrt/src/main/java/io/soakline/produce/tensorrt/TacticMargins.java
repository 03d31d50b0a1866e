package io.soakline.produce.tensorrt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How close the choice between tactics was, out of a builder's verbose log: the times of the tactics of one layer, and by how
 * much the second best was slower than the best. Where they are close, noise chooses, and a rebuild may choose the other.
 */
final class TacticMargins {

    private static final Pattern SECTION = Pattern.compile("(?:Timing Runner|Autotuning format combination): (.*)");
    private static final Pattern TIME =
            Pattern.compile("Tactic(?: Name)?: ?.*?(0x[0-9a-f]+|-?\\d+).*?Time: ([0-9.eE+-]+)");

    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private String section = "";
    private int choices;

    void accept(String line) {
        Matcher begins = SECTION.matcher(line);
        if (begins.find()) {
            section = begins.group(1).replaceAll("[-*\\s]+$", "");
            return;
        }
        Matcher timed = TIME.matcher(line);
        if (timed.find() && !line.startsWith("Fastest") && !line.contains("Fastest Tactic")) {
            double time = Double.parseDouble(timed.group(2));
            if (Double.isFinite(time) && time > 0) {
                List<Double> tactics = times.computeIfAbsent(section, s -> new ArrayList<>());
                tactics.add(time);
                choices += tactics.size() == 2 ? 1 : 0;
            }
        }
    }

    /** Choices between at least two tactics. */
    int choices() {
        return choices;
    }

    /** Share of the choices whose second best is at most {@code percent} slower; NaN without choices. */
    double closeShare(double percent) {
        int close = 0;
        for (List<Double> all : times.values()) {
            if (all.size() > 1) {
                List<Double> sorted = all.stream().sorted().toList();
                close += sorted.get(1) <= sorted.get(0) * (1 + percent / 100) ? 1 : 0;
            }
        }
        return choices == 0 ? Double.NaN : close / (double) choices;
    }
}
