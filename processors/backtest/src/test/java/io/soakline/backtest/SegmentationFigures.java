package io.soakline.backtest;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Prints how often the segmentation finds a change within ten rows, and how many it finds where there is none.
 * Arguments: series of each kind (2000), seed (1).
 */
final class SegmentationFigures {

    private SegmentationFigures() {}

    public static void main(String[] args) {
        int each = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        System.out.printf("%d series of each kind, seed %d%n", each, seed);
        falsePoints(SyntheticSeries.ofNothing(), each, seed);
        falsePoints(SyntheticSeries.ofWobble(), each, seed);
        SyntheticSeries.ofChange().forEach((name, made) -> {
            double hits = 0;
            double others = 0;
            Random random = new Random(seed);
            for (int k = 0; k < each; k++) {
                Score score = score(made.apply(random));
                hits += score.hit() ? 1 : 0;
                others += score.others();
            }
            System.out.printf(Locale.ROOT, "%-24s found %.3f, others %.3f%n", name, hits / each, others / each);
        });
    }

    private static void falsePoints(Map<String, Function<Random, double[]>> kinds, int each, long seed) {
        kinds.forEach((name, made) ->
                System.out.printf(Locale.ROOT, "%-24s false %.4f%n", name, falsePoints(made, each, seed)));
    }

    /** Per series. */
    static double falsePoints(Function<Random, double[]> made, int series, long seed) {
        Random random = new Random(seed);
        double points = 0;
        for (int k = 0; k < series; k++) {
            points += Segmentation.of(made.apply(random)).size();
        }
        return points / series;
    }

    record Score(boolean hit, int others) {}

    static Score score(double[] series) {
        int hits = 0;
        int others = 0;
        for (Segmentation.Change change : Segmentation.of(series)) {
            if (Math.abs(change.row() - SyntheticSeries.CHANGE) <= 10) {
                hits++;
            } else {
                others++;
            }
        }
        return new Score(hits > 0, others);
    }
}
