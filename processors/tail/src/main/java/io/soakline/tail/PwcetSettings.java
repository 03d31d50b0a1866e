package io.soakline.tail;

import java.util.List;

/**
 * What is asked of a tail and how strict the gate is.
 *
 * @param exceedanceProbabilities per inference, wanted levels
 * @param confidence of every interval, two-sided
 * @param leastBlocks panes below which nothing is tested
 * @param leastBlockSize inferences of the median pane below which its maximum is no extreme
 * @param leastExceedances below this many, block maxima take over
 * @param mostExceedances more would reach into the body
 * @param largestShape upper end of the shape's interval from which a level beyond {@code 1 / (10 inferences)} is withheld
 * @param decadesBeyond how many decades rarer than one in all inferences a level may be
 */
public record PwcetSettings(
        List<Double> exceedanceProbabilities,
        double confidence,
        int leastBlocks,
        int leastBlockSize,
        int leastExceedances,
        int mostExceedances,
        double largestShape,
        double decadesBeyond) {

    /** Levels 1e-6 to 1e-9 with 95 % intervals, from 120 panes (20 minutes) on. */
    public static final PwcetSettings DEFAULT =
            new PwcetSettings(List.of(1e-6, 1e-7, 1e-8, 1e-9), 0.95, 120, 100, 100, 400, 0.5, 4);

    /** @throws IllegalArgumentException naming the setting that makes no sense */
    public PwcetSettings {
        exceedanceProbabilities = List.copyOf(exceedanceProbabilities);
        for (double p : exceedanceProbabilities) {
            require(p > 0 && p < 1, "an exceedance probability lies between 0 and 1, not at " + p);
        }
        require(confidence > 0 && confidence < 1, "confidence lies between 0 and 1, not at " + confidence);
        require(leastBlocks >= 40, "leastBlocks is " + leastBlocks + ", but the tests need 40 panes");
        require(leastBlockSize >= 1, "leastBlockSize is " + leastBlockSize + ", but must be at least 1");
        require(leastExceedances >= 50, "leastExceedances is " + leastExceedances + ", but the fit needs 50");
        require(
                mostExceedances >= leastExceedances,
                "mostExceedances is " + mostExceedances + ", below leastExceedances " + leastExceedances);
        require(largestShape > 0, "largestShape is " + largestShape + ", but must be above 0");
        require(decadesBeyond >= 0, "decadesBeyond is " + decadesBeyond + ", but must not be negative");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
