package io.soakline.cause;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Levels of one channel over time, oldest first. A gauge or a mean is a level as it is; of a counter the growth per
 * second since the reading before is. Each level covers a stretch: a mean what it was taken over, everything else the
 * time since the sample before, at most {@value #LONGEST_COVER_NANOS} ns.
 */
public final class Samples {

    static final long LONGEST_COVER_NANOS = 10_000_000_000L;

    private final ChannelName name;
    private long[] froms = new long[16];
    private long[] ats = new long[16];
    private double[] levels = new double[16];
    private int head;
    private int end;
    private boolean instant;
    private long lastAtNanos = Long.MIN_VALUE;
    private double lastCount = Double.NaN;

    Samples(ChannelName name) {
        this.name = name;
    }

    public ChannelName name() {
        return name;
    }

    /** Levels that are remembered. */
    public int size() {
        return end - head;
    }

    /**
     * Takes a sample. One that is not newer than the last is a copy and changes nothing; NaN is a reading that failed and
     * covers its stretch with nothing.
     *
     * @param counter whether the value only grows; one below the value before starts anew
     * @param averagingNanos that the sensor averages over; 0 is instantaneous, null is since the sample before
     */
    void add(long atNanos, double value, boolean counter, @Nullable Long averagingNanos) {
        if (atNanos <= lastAtNanos) {
            return;
        }
        instant = !counter && averagingNanos != null && averagingNanos == 0;
        double level = counter ? growthPerSecond(value, atNanos) : value;
        if (Double.isFinite(level)) {
            append(coveredFrom(atNanos, counter, averagingNanos), atNanos, level);
        }
        lastAtNanos = atNanos;
        if (counter) {
            lastCount = value;
        }
    }

    private long coveredFrom(long atNanos, boolean counter, @Nullable Long averagingNanos) {
        if (!counter && averagingNanos != null && averagingNanos > 0) {
            return atNanos - averagingNanos;
        }
        return lastAtNanos == Long.MIN_VALUE ? atNanos : Math.max(lastAtNanos, atNanos - LONGEST_COVER_NANOS);
    }

    private double growthPerSecond(double count, long atNanos) {
        return count >= lastCount ? (count - lastCount) / ((atNanos - lastAtNanos) / 1e9) : Double.NaN;
    }

    /** Takes a level that covers exactly the given stretch. Stretches come in order of their ends. */
    void addMean(long fromNanos, long toNanos, double level) {
        if (toNanos > lastAtNanos && Double.isFinite(level)) {
            append(fromNanos, toNanos, level);
            lastAtNanos = toNanos;
        }
    }

    private void append(long from, long at, double level) {
        if (end == ats.length) {
            int kept = size();
            int capacity = kept > ats.length / 2 ? 2 * ats.length : ats.length;
            froms = Arrays.copyOf(Arrays.copyOfRange(froms, head, end), capacity);
            ats = Arrays.copyOf(Arrays.copyOfRange(ats, head, end), capacity);
            levels = Arrays.copyOf(Arrays.copyOfRange(levels, head, end), capacity);
            head = 0;
            end = kept;
        }
        froms[end] = from;
        ats[end] = at;
        levels[end++] = level;
    }

    /** Forgets what was sampled before. */
    void forgetBefore(long nanos) {
        head = firstAtOrAfter(nanos);
    }

    /** Index of the first level sampled at that time or later. */
    private int firstAtOrAfter(long nanos) {
        int found = Arrays.binarySearch(ats, head, end, nanos);
        return found >= 0 ? found : -found - 1;
    }

    /**
     * What was seen over a span.
     *
     * @param peak the highest level
     * @param peakAtNanos when it was sampled
     * @param trough the lowest level
     * @param mean weighted by how long each level covers the span; of levels that cover none of it, the plain mean
     * @param integralNanos sum over the levels of level times its whole stretch: of a share of time, the time it may have
     *     taken
     */
    record Seen(
            int samples,
            double peak,
            long peakAtNanos,
            double trough,
            long troughAtNanos,
            double mean,
            double integralNanos) {}

    /** Everything whose stretch touches the span; of a gauge also the reading before. Null when there is nothing. */
    @Nullable
    Seen over(long fromNanos, long toNanos) {
        int first = firstAtOrAfter(fromNanos);
        if (instant && first > head && fromNanos - ats[first - 1] <= LONGEST_COVER_NANOS) {
            first--;
        }
        Over over = new Over(fromNanos, toNanos);
        for (int i = first; i < end && (froms[i] <= toNanos || ats[i] <= toNanos); i++) {
            over.add(froms[i], ats[i], levels[i]);
        }
        return over.seen();
    }

    /** Shows every level sampled in {@code [fromNanos, toNanos)}. */
    void learnInto(QuietLevels quiet, long fromNanos, long toNanos) {
        for (int i = firstAtOrAfter(fromNanos); i < end && ats[i] < toNanos; i++) {
            quiet.accept(name, levels[i]);
        }
    }

    private static final class Over {
        private final long from;
        private final long to;
        private int samples;
        private double peak = Double.NEGATIVE_INFINITY;
        private double trough = Double.POSITIVE_INFINITY;
        private long peakAt;
        private long troughAt;
        private double weighted;
        private double weight;
        private double plain;
        private double integral;

        Over(long from, long to) {
            this.from = from;
            this.to = to;
        }

        void add(long sampleFrom, long sampleAt, double level) {
            samples++;
            if (level > peak) {
                peak = level;
                peakAt = sampleAt;
            }
            if (level < trough) {
                trough = level;
                troughAt = sampleAt;
            }
            double common = Math.max(0, Math.min(to, sampleAt) - Math.max(from, sampleFrom));
            weighted += common * level;
            weight += common;
            plain += level;
            integral += (sampleAt - sampleFrom) * level;
        }

        @Nullable
        Seen seen() {
            if (samples == 0) {
                return null;
            }
            double mean = weight > 0 ? weighted / weight : plain / samples;
            return new Seen(samples, peak, peakAt, trough, troughAt, mean, integral);
        }
    }
}
