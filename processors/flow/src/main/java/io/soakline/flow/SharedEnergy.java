package io.soakline.flow;

import io.soakline.statistics.EnergyRegression;
import io.soakline.statistics.PaneSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The energy of one device pane by pane, and how many inferences of each run came of it: for runs that execute at once. */
final class SharedEnergy {

    private static final long KEPT_NANOS = 3_600_000_000_000L;

    private static final class Row {
        private double joules = Double.NaN;
        private double seconds;
        private final Map<String, Long> inferences = new HashMap<>();
    }

    /** What the regression says of one run. */
    record Share(EnergyRegression regression, int engine) {

        EnergyRegression.Estimate joulesPerInference() {
            return regression.joulesPerInference().get(engine);
        }
    }

    private final TreeMap<Long, Row> rows = new TreeMap<>();

    void accept(String runId, PaneSummary pane) {
        Row row = rows.computeIfAbsent(pane.startNanos(), start -> new Row());
        row.inferences.merge(runId, pane.inferences(), Long::sum);
        double milliwatts = DevicePower.milliwatts(pane.device());
        if (!Double.isNaN(milliwatts)) {
            row.seconds = (pane.endNanos() - pane.startNanos()) / 1e9;
            row.joules = milliwatts / 1e3 * row.seconds;
        }
        rows.headMap(pane.startNanos() - KEPT_NANOS).clear();
    }

    /**
     * Splits the energy of the last hour among all runs of that time.
     *
     * @param runId of one of them
     * @param beforeNanos panes that begin later may not be complete
     */
    Share of(String runId, long beforeNanos) {
        List<Row> whole = rows.headMap(beforeNanos).values().stream()
                .filter(row -> !Double.isNaN(row.joules))
                .toList();
        TreeSet<String> ids = new TreeSet<>();
        ids.add(runId);
        whole.forEach(row -> ids.addAll(row.inferences.keySet()));
        List<String> runs = new ArrayList<>(ids);
        double[][] inferences = new double[whole.size()][runs.size()];
        for (int i = 0; i < whole.size(); i++) {
            for (int k = 0; k < runs.size(); k++) {
                inferences[i][k] = (double) whole.get(i).inferences.getOrDefault(runs.get(k), 0L);
            }
        }
        EnergyRegression regression = EnergyRegression.of(
                whole.stream().mapToDouble(row -> row.joules).toArray(),
                whole.stream().mapToDouble(row -> row.seconds).toArray(),
                inferences);
        return new Share(regression, runs.indexOf(runId));
    }
}
