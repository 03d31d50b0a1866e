package io.soakline.sink.report;

import io.soakline.record.PaneRecord;
import io.soakline.statistics.LatencySketch;
import io.soakline.statistics.LatencySketch.Bucket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;

/** The latencies of a pane. */
final class PaneSketch {

    /** More than a sketch has: each bucket stays as it is. */
    private static final int ALL = 1 << 20;

    /** Upper over lower edge of a bucket, where there is no neighbour to take it from. */
    private static final double BUCKET = 1.01;

    private PaneSketch() {}

    /** @throws IllegalArgumentException when it was written by another version, or is damaged */
    static LatencySketch of(PaneRecord pane) {
        ByteBuffer bytes = pane.getLatencySketch().duplicate();
        byte[] encoded = new byte[bytes.remaining()];
        bytes.get(encoded);
        return LatencySketch.decode(pane.getSketchFormat(), encoded);
    }

    /**
     * The median, interpolated within its bucket. A bucket is 1 % wide: without that, the panes of a steady run have the
     * same median to the last bit, and runs that differ by less lie a whole bucket apart or not at all. Empty without
     * measured inferences, for a median of 0, and for a sketch that cannot be read.
     */
    static OptionalDouble median(PaneRecord pane) {
        if (pane.getMeasured() == 0) {
            return OptionalDouble.empty();
        }
        try {
            double median = median(of(pane));
            return median > 0 ? OptionalDouble.of(median) : OptionalDouble.empty();
        } catch (IllegalArgumentException e) {
            return OptionalDouble.empty();
        }
    }

    /** Of a sketch that is not empty; 0 when half of the values are. */
    static double median(LatencySketch sketch) {
        List<Bucket> buckets = sketch.buckets(ALL);
        double half = sketch.count() / 2.0;
        double before = 0;
        double lower = 0;
        for (Bucket bucket : buckets) {
            if (bucket.count() > 0 && before + bucket.count() >= half) {
                if (bucket.upper() == 0) {
                    return 0;
                }
                double from = lower > 0 ? lower : bucket.upper() / BUCKET;
                return from * Math.pow(bucket.upper() / from, (half - before) / bucket.count());
            }
            before += bucket.count();
            lower = bucket.upper();
        }
        throw new IllegalArgumentException("an empty sketch has no median");
    }
}
