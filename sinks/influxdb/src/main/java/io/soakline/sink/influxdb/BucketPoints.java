package io.soakline.sink.influxdb;

import io.soakline.record.PaneRecord;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;
import java.util.List;

/** The histogram of a pane as points, as {@link PointMapping} does. Their counts add up to the pane's measured inferences. */
final class BucketPoints {

    private BucketPoints() {}

    /** @throws IllegalArgumentException when the pane's sketch is of another format, or damaged */
    static List<Point> of(PaneRecord pane) {
        if (pane.getMeasured() == 0) {
            return List.of();
        }
        LatencySketch latencies = LatencySketch.decode(pane.getSketchFormat(), bytes(pane.getLatencySketch()));
        return LatencyBuckets.of(latencies, pane.getLatencyMinNanos(), pane.getLatencyMaxNanos()).stream()
                .map(bucket -> new Point(Measurement.LATENCY_BUCKETS, PanePoints.timeNanos(pane))
                        .tag("device", pane.getDeviceId())
                        .tag("run", pane.getRunId())
                        .tag("upToNanos", bucket.upToNanos())
                        .count("inferences", bucket.inferences()))
                .toList();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
