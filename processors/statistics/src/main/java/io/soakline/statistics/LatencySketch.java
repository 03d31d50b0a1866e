package io.soakline.statistics;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * Quantiles of non-negative values with a relative error of at most 0.5 %, at every quantile, before and after combining.
 *
 * <p>A DDSketch (Masson, Rim, Lee: DDSketch, VLDB 2019) with fixed logarithmic buckets: combining adds integers, so the
 * same values give the same bytes in every order and split. Empty: count 0, quantiles are refused. NaN, infinite and
 * negative values are refused.
 */
public final class LatencySketch {

    /** Kind, relative error, index mapping, version. Sketches of unequal formats are never combined. */
    public static final String FORMAT = "ddsketch/0.005/cubic/1";

    private static final double RELATIVE_ERROR = 0.005;

    private final DDSketch sketch;

    private LatencySketch(DDSketch sketch) {
        this.sketch = sketch;
    }

    public static LatencySketch empty() {
        return new LatencySketch(DDSketches.unboundedDense(RELATIVE_ERROR));
    }

    /** @throws IllegalArgumentException for NaN, infinite and negative values */
    public void accept(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("a sketch takes finite values from 0, not " + value);
        }
        sketch.accept(value);
    }

    public void combine(LatencySketch other) {
        sketch.mergeWith(other.sketch);
    }

    /** What remains without a part of it: counts are integers, so nothing is lost by subtracting. */
    LatencySketch without(LatencySketch part) {
        // A store takes no negative counts, so the difference is formed outside it.
        TreeMap<Integer, Double> counts = new TreeMap<>();
        sketch.getPositiveValueStore().forEach((index, count) -> counts.merge(index, count, Double::sum));
        part.sketch.getPositiveValueStore().forEach((index, count) -> counts.merge(index, -count, Double::sum));
        LatencySketch rest = empty();
        counts.forEach((index, count) -> {
            if (count > 0) {
                rest.sketch.getPositiveValueStore().add(index, count);
            }
        });
        if (zeros() > part.zeros()) {
            rest.sketch.accept(0, (double) (zeros() - part.zeros()));
        }
        return rest;
    }

    public LatencySketch copy() {
        return new LatencySketch(sketch.copy());
    }

    public long count() {
        return (long) sketch.getCount();
    }

    /**
     * The value at rank {@code floor(p (n - 1))} of the ascending values, within 0.5 %.
     *
     * @param p from 0 to 1
     * @throws IllegalStateException when the sketch is empty
     */
    public double quantile(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("a quantile lies from 0 to 1, not at " + p);
        }
        if (sketch.isEmpty()) {
            throw new IllegalStateException("an empty sketch has no quantiles");
        }
        return sketch.getValueAtQuantile(p);
    }

    /** How many values lie above {@code x}; values within 1 % of {@code x} may count on either side. */
    public long countAbove(double x) {
        IndexMapping mapping = sketch.getIndexMapping();
        if (x < mapping.minIndexableValue()) {
            return x < 0 ? count() : (long) sketch.getPositiveValueStore().getTotalCount();
        }
        int index = mapping.index(x);
        double above = 0;
        for (Iterator<Bin> bins = sketch.getPositiveValueStore().getDescendingIterator(); bins.hasNext(); ) {
            Bin bin = bins.next();
            if (bin.getIndex() <= index) {
                break;
            }
            above += bin.getCount();
        }
        return (long) above;
    }

    /** Number of the bucket of values of 0, which lies off the logarithmic scale. */
    static final int ZERO = Integer.MIN_VALUE;

    /** A bucket that holds something. */
    interface BinVisitor {
        void visit(int index, double lower, double upper, double value, long count);
    }

    /** Buckets that hold something. */
    int size() {
        int[] size = {zeros() > 0 ? 1 : 0};
        sketch.getPositiveValueStore().forEach((index, count) -> size[0] += count > 0 ? 1 : 0);
        return size[0];
    }

    /** Visits them ascending. */
    void forEachBin(BinVisitor visitor) {
        long zeros = zeros();
        if (zeros > 0) {
            visitor.visit(ZERO, 0, 0, 0, zeros);
        }
        IndexMapping mapping = sketch.getIndexMapping();
        sketch.getPositiveValueStore().forEach((index, count) -> {
            if (count > 0) {
                visitor.visit(index, mapping.lowerBound(index), mapping.upperBound(index), mapping.value(index), (long)
                        count);
            }
        });
    }

    private long zeros() {
        return count() - (long) sketch.getPositiveValueStore().getTotalCount();
    }

    /**
     * The value at a rank of the ascending values, within 0.5 %.
     *
     * @param rank from 0 to {@code count - 1}
     */
    public double valueAtRank(long rank) {
        return SketchBins.of(this).valueAt(rank);
    }

    /** One interval of a histogram: the values above the bucket before it, up to {@code upper}. */
    public record Bucket(double upper, long count) {}

    /**
     * The values as at most {@code most} adjoining buckets of equal width on a logarithmic scale, ascending, from the
     * smallest to the largest value seen. Values of 0 are in a bucket of their own with upper edge 0. Empty when the
     * sketch is.
     *
     * @param most at least 2
     */
    public List<Bucket> buckets(int most) {
        if (most < 2) {
            throw new IllegalArgumentException("a histogram has room for at least 2 buckets, not " + most);
        }
        List<Bucket> buckets = new ArrayList<>();
        long zeros = zeros();
        if (zeros > 0) {
            buckets.add(new Bucket(0, zeros));
        }
        if (!sketch.getPositiveValueStore().isEmpty()) {
            addPositive(buckets, most - buckets.size());
        }
        return List.copyOf(buckets);
    }

    private void addPositive(List<Bucket> buckets, int most) {
        int first = sketch.getPositiveValueStore().getMinIndex();
        int bins = sketch.getPositiveValueStore().getMaxIndex() - first + 1;
        int binsPerBucket = (bins + most - 1) / most;
        long[] counts = new long[(bins + binsPerBucket - 1) / binsPerBucket];
        sketch.getPositiveValueStore()
                .forEach((index, count) -> counts[(index - first) / binsPerBucket] += (long) count);
        for (int i = 0; i < counts.length; i++) {
            int lastBin = first + Math.min(bins, (i + 1) * binsPerBucket) - 1;
            buckets.add(new Bucket(sketch.getIndexMapping().upperBound(lastBin), counts[i]));
        }
    }

    /** Equal for equal values, whatever the order they came in. To be kept beside {@link #FORMAT}. */
    public byte[] encode() {
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(out, false);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return out.trimmedCopy();
    }

    /**
     * The inverse of {@link #encode}.
     *
     * @param format what was kept beside the bytes
     * @throws IllegalArgumentException when the format is not {@link #FORMAT} or the bytes are no sketch of it
     */
    public static LatencySketch decode(String format, byte[] bytes) {
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException(
                    "a sketch of format " + format + " cannot be combined with format " + FORMAT);
        }
        try {
            LatencySketch decoded = empty();
            DDSketch read = DDSketch.decode(ByteArrayInput.wrap(bytes), UnboundedSizeDenseStore::new);
            // Refuses bytes that carry another mapping than the format says.
            decoded.sketch.mergeWith(read);
            return decoded;
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes are not a sketch of format " + FORMAT + ": " + e.getMessage(), e);
        }
    }
}
