package io.soakline.sink.metrics;

import io.soakline.record.PaneRecord;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;

/** The distributions of a pane. */
final class PaneSketches {

    private PaneSketches() {}

    /** Of one pane, decoded. */
    record Of(PaneRecord pane, LatencySketch latency, LatencySketch response) {

        void addLatencyTo(Base2Histogram histogram) {
            histogram.add(latency, pane.getLatencySumNanos(), pane.getLatencyMinNanos(), pane.getLatencyMaxNanos());
        }

        void addResponseTo(Base2Histogram histogram) {
            Long min = pane.getResponseMinNanos();
            // A response takes no less than its service does.
            histogram.add(
                    response,
                    pane.getResponseSumNanos(),
                    min == null ? pane.getLatencyMinNanos() : min,
                    pane.getResponseMaxNanos());
        }
    }

    /** @throws IllegalArgumentException when they were written by another version, or are damaged */
    static Of of(PaneRecord pane) {
        if (pane.getMeasured() == 0) {
            return new Of(pane, LatencySketch.empty(), LatencySketch.empty());
        }
        LatencySketch latency = decode(pane, pane.getLatencySketch());
        // None when every response time equals the service time.
        boolean same = pane.getResponseSketch().remaining() == 0;
        return new Of(pane, latency, same ? latency : decode(pane, pane.getResponseSketch()));
    }

    private static LatencySketch decode(PaneRecord pane, ByteBuffer bytes) {
        byte[] encoded = new byte[bytes.remaining()];
        bytes.duplicate().get(encoded);
        return LatencySketch.decode(pane.getSketchFormat(), encoded);
    }
}
