package io.soakline.tail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pWCET estimate rests on: consecutive panes of one run, in time order, each with its exact maximum and its
 * slowest inferences.
 *
 * <p>The arrays are not copied and must not change afterwards. Warm-up and harness pauses do not belong in here, nor do
 * panes without an inference.
 */
public final class TailSample {
    private static final int MOST_PER_BLOCK = 32;

    private final double[] blockMaxima;
    private final long[] blockSizes;
    private final double[][] slowestPerBlock;
    private final long @Nullable [][] positions;
    private final long inferences;

    /**
     * @param blockMaxima exact maximum of each pane, nanoseconds, in time order
     * @param blockSizes inferences of each pane, at least 1
     * @param slowestPerBlock the slowest inferences of each pane, nanoseconds, each list descending and starting with the
     *     pane's maximum; may be empty, then only the maximum is known
     * @param inferences all inferences of all panes
     * @throws IllegalArgumentException if the lengths differ, or a value is NaN, infinite or out of order
     */
    public TailSample(double[] blockMaxima, long[] blockSizes, double[][] slowestPerBlock, long inferences) {
        this(blockMaxima, blockSizes, slowestPerBlock, null, inferences);
    }

    /**
     * The same with the place of each slow inference, which lets the extremal index see bursts inside a pane.
     *
     * @param positions for each value of {@code slowestPerBlock} its sequence number in the run; null if not known
     */
    public TailSample(
            double[] blockMaxima,
            long[] blockSizes,
            double[][] slowestPerBlock,
            long @Nullable [][] positions,
            long inferences) {
        this.blockMaxima = blockMaxima;
        this.blockSizes = blockSizes;
        this.slowestPerBlock = slowestPerBlock;
        this.positions = positions;
        this.inferences = inferences;
        requireConsistent();
    }

    /** Panes. */
    public int blocks() {
        return blockMaxima.length;
    }

    /** Inferences of all panes. */
    public long inferences() {
        return inferences;
    }

    double[] blockMaxima() {
        return blockMaxima;
    }

    long[] blockSizes() {
        return blockSizes;
    }

    double[][] slowestPerBlock() {
        return slowestPerBlock;
    }

    long @Nullable [][] positions() {
        return positions;
    }

    /** Inferences of the median pane; 0 without panes. */
    double medianBlockSize() {
        if (blockSizes.length == 0) {
            return 0;
        }
        long[] sorted = blockSizes.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /**
     * The lowest threshold above which every exceedance is surely known: a pane of more inferences than its list holds
     * may have others just below the last one listed.
     */
    double knownAbove() {
        double floor = 0;
        for (int block = 0; block < blockMaxima.length; block++) {
            floor = Math.max(floor, knownAbove(block));
        }
        return floor;
    }

    /**
     * The same sample with consecutive panes taken together, so that at most {@code most} blocks remain: a week's run then
     * costs what an hour's does. Each block keeps its slowest that are surely its slowest.
     */
    TailSample merged(int most) {
        if (blocks() <= most) {
            return this;
        }
        double[] maxima = new double[most];
        long[] sizes = new long[most];
        double[][] slowest = new double[most][];
        long[][] places = positions == null ? null : new long[most][];
        for (int block = 0; block < most; block++) {
            int from = (int) ((long) block * blocks() / most);
            int to = (int) ((block + 1L) * blocks() / most);
            List<Slow> known = slowest(from, to);
            maxima[block] = Arrays.stream(blockMaxima, from, to).max().orElseThrow();
            sizes[block] = Arrays.stream(blockSizes, from, to).sum();
            slowest[block] = known.stream().mapToDouble(Slow::nanos).toArray();
            if (places != null) {
                places[block] = known.stream().mapToLong(Slow::position).toArray();
            }
        }
        return new TailSample(maxima, sizes, slowest, places, inferences);
    }

    private record Slow(double nanos, long position) {}

    private List<Slow> slowest(int from, int to) {
        double floor = 0;
        for (int block = from; block < to; block++) {
            floor = Math.max(floor, knownAbove(block));
        }
        List<Slow> known = new ArrayList<>();
        for (int block = from; block < to; block++) {
            double[] list = slowestPerBlock[block];
            for (int rank = 0; rank < list.length && list[rank] >= floor; rank++) {
                known.add(new Slow(list[rank], positions == null ? 0 : positions[block][rank]));
            }
        }
        known.sort(Comparator.comparingDouble(Slow::nanos).reversed());
        return known.subList(0, Math.min(MOST_PER_BLOCK, known.size()));
    }

    private double knownAbove(int block) {
        double[] slowest = slowestPerBlock[block];
        if (slowest.length == blockSizes[block]) {
            return 0;
        }
        return slowest.length == 0 ? blockMaxima[block] : slowest[slowest.length - 1];
    }

    private void requireConsistent() {
        require(
                blockSizes.length == blockMaxima.length && slowestPerBlock.length == blockMaxima.length,
                blockMaxima.length + " maxima, " + blockSizes.length + " sizes and " + slowestPerBlock.length
                        + " lists of slowest inferences: give one of each per pane");
        long sum = 0;
        for (int block = 0; block < blockMaxima.length; block++) {
            sum += blockSizes[block];
            requireConsistent(block);
        }
        require(sum == inferences, "the panes hold " + sum + " inferences, not " + inferences);
    }

    private void requireConsistent(int block) {
        require(blockSizes[block] > 0, "pane " + block + " holds no inference: leave it out");
        require(
                Double.isFinite(blockMaxima[block]) && blockMaxima[block] >= 0,
                "the maximum of pane " + block + " is " + blockMaxima[block] + " ns");
        double previous = blockMaxima[block];
        double[] slowest = slowestPerBlock[block];
        require(
                slowest.length == 0 || slowest[0] == previous,
                "the slowest inference of pane " + block + " is not its maximum");
        require(slowest.length <= blockSizes[block], "pane " + block + " lists more inferences than it holds");
        for (double value : slowest) {
            require(value >= 0 && value <= previous, "the slowest inferences of pane " + block + " do not descend");
            previous = value;
        }
        require(
                positions == null || positions[block].length == slowest.length,
                "pane " + block + " has not one position per slow inference");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
