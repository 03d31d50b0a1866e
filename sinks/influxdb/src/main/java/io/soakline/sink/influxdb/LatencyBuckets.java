package io.soakline.sink.influxdb;

import io.soakline.statistics.LatencySketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Intervals that latencies are counted in, the same for every pane, engine and version: each ends at a preferred number of
 * ISO 3, series R 20, in nanoseconds, from 100 ns to 1,000 s, and is 11 to 14 % wide. The first one begins at 0, and one
 * more holds what is longer.
 *
 * <p>A bucket of the sketch, 1 % wide, goes as a whole to the interval that its middle lies in: counts stay whole numbers
 * and add up to that of the sketch, and a value within 0.5 % of an edge may be on the other side of it.
 */
final class LatencyBuckets {

    /** Of one decade, in hundredths. */
    private static final int[] R_20 = {
        100, 112, 125, 140, 160, 180, 200, 224, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710, 800, 900
    };

    private static final double LONGEST = 1e12;
    private static final double[] EDGES = edges();

    /** Padded, so that texts have the order of their numbers. */
    private static final List<String> NAMES = Stream.concat(
                    Arrays.stream(EDGES).mapToObj(edge -> String.format(Locale.ROOT, "%013.0f", edge)),
                    Stream.of("+Inf"))
            .toList();

    /** @param upToNanos upper edge, which is still in the bucket: 13 digits, or {@code +Inf} */
    record Bucket(String upToNanos, long inferences) {}

    private LatencyBuckets() {}

    private static double[] edges() {
        DoubleStream.Builder edges = DoubleStream.builder();
        for (double unit = 1; unit < LONGEST / R_20[0]; unit *= 10) {
            for (int preferred : R_20) {
                edges.add(preferred * unit);
            }
        }
        return edges.add(LONGEST).build().toArray();
    }

    /** Upper edges of all buckets that there can be, ascending. */
    static List<String> names() {
        return NAMES;
    }

    /**
     * The buckets that hold something, ascending, and an empty one below each that stands alone: rows that Grafana draws one
     * upon the other then begin where the one below ends.
     *
     * @param min exact smallest value, and {@code max} the largest
     */
    static List<Bucket> of(LatencySketch latencies, long min, long max) {
        long[] counts = counts(latencies, min, max);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            boolean belowAnother = i + 1 < counts.length && counts[i + 1] > 0;
            if (counts[i] > 0 || belowAnother) {
                buckets.add(new Bucket(NAMES.get(i), counts[i]));
            }
        }
        return buckets;
    }

    private static long[] counts(LatencySketch latencies, long min, long max) {
        long[] counts = new long[NAMES.size()];
        long[] upTo = latencies.cumulativeCounts();
        counts[0] = upTo[0];
        int first = latencies.firstBucket();
        for (int i = 1; i < upTo.length; i++) {
            double lower = LatencySketch.upperEdge(first + i - 2);
            double upper = LatencySketch.upperEdge(first + i - 1);
            double middle = Math.max((double) min, Math.min((double) max, (lower + upper) / 2));
            counts[bucketOf(middle)] += upTo[i] - upTo[i - 1];
        }
        return counts;
    }

    private static int bucketOf(double nanos) {
        int at = Arrays.binarySearch(EDGES, nanos);
        return at >= 0 ? at : -at - 1;
    }
}
