package io.soakline.tail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The largest values of a sample, all of them surely known, largest first. */
final class Exceedances {
    /** Share of all inferences that may count as tail. */
    private static final double TAIL_SHARE = 0.005;

    private final TailSample sample;
    private final List<Slow> known;

    private record Slow(double nanos, int block, int rank) {}

    private Exceedances(TailSample sample, List<Slow> known) {
        this.sample = sample;
        this.known = known;
    }

    static Exceedances of(TailSample sample) {
        double floor = sample.knownAbove();
        List<Slow> known = new ArrayList<>();
        double[][] slowest = sample.slowestPerBlock();
        for (int block = 0; block < slowest.length; block++) {
            for (int rank = 0; rank < slowest[block].length && slowest[block][rank] > floor; rank++) {
                known.add(new Slow(slowest[block][rank], block, rank));
            }
        }
        known.sort(Comparator.comparingDouble(Slow::nanos).reversed());
        return new Exceedances(sample, known);
    }

    /** Values that are surely among the largest. */
    int known() {
        return known.size();
    }

    /** How many to fit: half a percent of all, within the settings' bounds and what is known. */
    int wanted(PwcetSettings settings) {
        double tail = Math.max(settings.leastExceedances(), TAIL_SHARE * sample.inferences());
        return (int) Math.min(Math.min(settings.mostExceedances(), tail), known.size() - 1.0);
    }

    /** The threshold with at most {@code count} values above it. */
    double threshold(int count) {
        return known.get(count).nanos();
    }

    /** What lies above a threshold, less the threshold, of the blocks in [from, to), largest first. */
    double[] excesses(double threshold, int from, int to) {
        return known.stream()
                .filter(slow -> slow.nanos() > threshold && slow.block() >= from && slow.block() < to)
                .mapToDouble(slow -> slow.nanos() - threshold)
                .toArray();
    }

    double[] excesses(double threshold) {
        return excesses(threshold, 0, sample.blocks());
    }

    /** Exceedances per block. */
    int[] perBlock(double threshold) {
        int[] counts = new int[sample.blocks()];
        for (Slow slow : known) {
            if (slow.nanos() > threshold) {
                counts[slow.block()]++;
            }
        }
        return counts;
    }

    /** Extremal index of the values above a threshold: by their places if known, by their blocks otherwise. */
    double extremalIndex(double threshold) {
        long[] times = times(threshold);
        return times == null
                ? ExtremalIndex.blocks(sample.blockSizes(), perBlock(threshold))
                : ExtremalIndex.intervals(times);
    }

    private long @Nullable [] times(double threshold) {
        long[][] positions = sample.positions();
        if (positions == null) {
            return null;
        }
        return known.stream()
                .filter(slow -> slow.nanos() > threshold)
                .mapToLong(slow -> positions[slow.block()][slow.rank()])
                .sorted()
                .toArray();
    }

    /** Share of different values: low if the clock ticks coarsely. */
    static double distinct(double[] values) {
        return (double) Arrays.stream(values).distinct().count() / values.length;
    }
}
