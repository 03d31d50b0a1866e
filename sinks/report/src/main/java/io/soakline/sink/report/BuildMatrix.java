package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds of one model against each other, all compilers together. Row and column i are {@code builds[i]}. Where two builds
 * had several runs, the inputs of all pairs of runs are added up; on the diagonal are different runs of the same build. What
 * was not compared is null. Symmetric.
 *
 * @param inputs comparisons behind each cell
 * @param bitwiseRate share of them with outputs that are bit for bit the same
 * @param labelMismatchRate share of them with unequal labels
 */
@JsonPropertyOrder({"model", "builds", "inputs", "bitwiseRate", "labelMismatchRate"})
public record BuildMatrix(
        String model,
        List<String> builds,
        List<List<@Nullable Integer>> inputs,
        List<List<@Nullable Double>> bitwiseRate,
        List<List<@Nullable Double>> labelMismatchRate) {

    /** What the pairs of runs of two builds add up to. */
    private static final class Cell {
        private int inputs;
        private int same;
        private int labelled;
        private int flips;

        void accept(AgreementSummary pair) {
            Integer differing = pair.differing();
            if (differing != null) {
                inputs += pair.inputs();
                same += pair.inputs() - differing;
            }
            Integer flipped = pair.flips();
            if (flipped != null) {
                labelled += pair.inputs();
                flips += flipped;
            }
        }
    }

    /** One for each model with at least two builds, or with a build that ran more than once. */
    static List<BuildMatrix> of(Names names, List<AgreementSummary> agreements) {
        List<BuildMatrix> all = new ArrayList<>();
        List<String> models =
                names.runs().stream().map(run -> run.model()).distinct().toList();
        for (String model : models) {
            List<String> builds = names.builds().stream()
                    .filter(key -> names.runsOf(key).get(0).model().equals(model))
                    .map(names::build)
                    .toList();
            all.add(of(model, builds, names, agreements));
        }
        return all.stream()
                .filter(matrix -> matrix.inputs.stream().flatMap(List::stream).anyMatch(Objects::nonNull))
                .toList();
    }

    private static BuildMatrix of(String model, List<String> builds, Names names, List<AgreementSummary> agreements) {
        int k = builds.size();
        Cell[][] cells = new Cell[k][k];
        for (AgreementSummary pair : agreements) {
            int a = builds.indexOf(names.buildOfRun(pair.runA()));
            int b = builds.indexOf(names.buildOfRun(pair.runB()));
            if (pair.pair() && a >= 0 && b >= 0) {
                Cell cell = Objects.requireNonNullElseGet(cells[a][b], Cell::new);
                cell.accept(pair);
                cells[a][b] = cell;
                cells[b][a] = cell;
            }
        }
        return new BuildMatrix(
                model,
                builds,
                grid(cells, cell -> cell.inputs == 0 ? null : Integer.valueOf(cell.inputs)),
                grid(cells, cell -> cell.inputs == 0 ? null : Double.valueOf((double) cell.same / cell.inputs)),
                grid(cells, cell -> cell.labelled == 0 ? null : Double.valueOf((double) cell.flips / cell.labelled)));
    }

    private interface Figure<T> {
        @Nullable
        T of(Cell cell);
    }

    private static <T> List<List<@Nullable T>> grid(Cell[][] cells, Figure<T> figure) {
        List<List<@Nullable T>> rows = new ArrayList<>();
        for (Cell[] row : cells) {
            List<@Nullable T> values = new ArrayList<>();
            for (Cell cell : row) {
                values.add(cell == null ? null : figure.of(cell));
            }
            rows.add(Collections.unmodifiableList(values));
        }
        return Collections.unmodifiableList(rows);
    }
}
