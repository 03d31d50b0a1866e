package io.soakline.statistics;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.Store;
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

    private static final BucketEdges EDGES =
            new BucketEdges(DDSketches.unboundedDense(RELATIVE_ERROR).getIndexMapping());

    private final DDSketch sketch;
    /** Kept beside the sketch, which would add up its buckets each time. */
    private long count;

    private LatencySketch(DDSketch sketch, long count) {
        this.sketch = sketch;
        this.count = count;
    }

    public static LatencySketch empty() {
        return new LatencySketch(DDSketches.unboundedDense(RELATIVE_ERROR), 0);
    }

    /** @throws IllegalArgumentException for NaN, infinite and negative values */
    public void accept(double value) {
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("a sketch takes finite values from 0, not " + value);
        }
        sketch.accept(value);
        count++;
    }

    public void combine(LatencySketch other) {
        sketch.mergeWith(other.sketch);
        count += other.count;
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
        rest.count = (long) rest.sketch.getCount();
        return rest;
    }

    public LatencySketch copy() {
        return new LatencySketch(sketch.copy(), count);
    }

    public long count() {
        return count;
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

    /** The lowest bucket that holds a value above 0; 0 when there is none. */
    public int firstBucket() {
        return sketch.getPositiveValueStore().isEmpty()
                ? 0
                : sketch.getPositiveValueStore().getMinIndex();
    }

    /**
     * How many values lie up to the upper edges of adjoining buckets, ascending: at 0 the values of 0, then with the bucket
     * {@link #firstBucket}, with the one after it and so on; the last element is {@link #count}.
     */
    public long[] cumulativeCounts() {
        Store store = sketch.getPositiveValueStore();
        if (store.isEmpty()) {
            return new long[] {count};
        }
        int before = store.getMinIndex() - 1;
        long[] counts = new long[store.getMaxIndex() - before + 1];
        store.forEach((index, inBucket) -> counts[index - before] = (long) inBucket);
        // From above, so that what is left at the end are the values of 0, which have no bucket.
        long upTo = count;
        for (int i = counts.length - 1; i > 0; i--) {
            long inBucket = counts[i];
            counts[i] = upTo;
            upTo -= inBucket;
        }
        counts[0] = upTo;
        return counts;
    }

    /** The largest value that falls into the bucket, which is the lower edge of the next. */
    public static double upperEdge(int bucket) {
        return EDGES.upper(bucket);
    }

    /**
     * The bucket that a value falls into, its upper edge excluded, whether or not there is a sketch that holds it.
     *
     * @param x from 0; values too small or too large for the scale are put at its ends
     */
    public static int bucketOf(double x) {
        return EDGES.bucketOf(x);
    }

    /** Number of the bucket of values of 0, which lies off the logarithmic scale. */
    static final int ZERO = Integer.MIN_VALUE;

    /** A bucket that holds something. */
    interface BinVisitor {
        void visit(int index, double lower, double upper, double value, long count);
    }

    /** Buckets that hold something. */
    int size() {
        long[] upTo = cumulativeCounts();
        int size = upTo[0] > 0 ? 1 : 0;
        for (int i = 1; i < upTo.length; i++) {
            size += upTo[i] > upTo[i - 1] ? 1 : 0;
        }
        return size;
    }

    /** Visits them ascending. */
    void forEachBin(BinVisitor visitor) {
        long[] upTo = cumulativeCounts();
        if (upTo[0] > 0) {
            visitor.visit(ZERO, 0, 0, 0, upTo[0]);
        }
        IndexMapping mapping = sketch.getIndexMapping();
        int before = firstBucket() - 1;
        for (int i = 1; i < upTo.length; i++) {
            long inBucket = upTo[i] - upTo[i - 1];
            if (inBucket > 0) {
                int index = before + i;
                visitor.visit(index, upperEdge(index - 1), upperEdge(index), mapping.value(index), inBucket);
            }
        }
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
        long[] upTo = cumulativeCounts();
        List<Bucket> buckets = new ArrayList<>();
        if (upTo[0] > 0) {
            buckets.add(new Bucket(0, upTo[0]));
        }
        int bins = upTo.length - 1;
        int room = most - buckets.size();
        int binsPerBucket = Math.max(1, (bins + room - 1) / room);
        for (int from = 0; from < bins; from += binsPerBucket) {
            int to = Math.min(bins, from + binsPerBucket);
            buckets.add(new Bucket(upperEdge(firstBucket() + to - 1), upTo[to] - upTo[from]));
        }
        return List.copyOf(buckets);
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
            decoded.count = (long) decoded.sketch.getCount();
            return decoded;
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes are not a sketch of format " + FORMAT + ": " + e.getMessage(), e);
        }
    }
}
