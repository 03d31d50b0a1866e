package io.soakline.sink.influxdb;

import io.soakline.record.DeviceSummary;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.SlowInference;
import java.util.ArrayList;
import java.util.List;

/** Panes as points, as {@link PointMapping} does. */
final class PanePoints {

    /** Later than the end of the pane. */
    private static final long EMPTY_NANOS = 1;

    private static final long FIRST_IDLE_NANOS = 2;

    /** More than a pane has; as nanoseconds less than a millisecond. */
    private static final int SEQUENCES = 999_000;

    private PanePoints() {}

    static List<Point> of(PaneRecord pane) {
        List<Point> points = new ArrayList<>();
        points.add(summary(pane));
        pane.getSlowest().forEach(slow -> points.add(of(pane, slow)));
        for (DeviceSummary sensor : pane.getDevice()) {
            if (sensor.getSamples() > 0) {
                points.add(of(pane, sensor));
            }
        }
        return points;
    }

    private static Point summary(PaneRecord pane) {
        Point point = new Point(Measurement.PANES, timeNanos(pane))
                .tag("device", pane.getDeviceId())
                .tag("run", pane.getRunId())
                .count("inferences", pane.getInferences())
                .count("warmUp", pane.getWarmUp())
                .count("measured", pane.getMeasured())
                .count("harnessPaused", pane.getHarnessPaused())
                .count("throttled", pane.getThrottled())
                .count("nonFinite", pane.getNonFinite())
                .count("deadlineNanos", pane.getDeadlineNanos())
                .count("deadlineMisses", pane.getDeadlineNanos() == null ? null : pane.getDeadlineMisses())
                .count("received", pane.getLedger().getReceived())
                .count("late", pane.getLedger().getLate())
                .count("duplicate", pane.getLedger().getDuplicate())
                .count("missing", pane.getLedger().getMissing())
                .text("closedBy", pane.getClosedBy().name());
        if (pane.getMeasured() > 0) {
            double measured = pane.getMeasured();
            point.count("latencyMinNanos", pane.getLatencyMinNanos())
                    .number("latencyMeanNanos", pane.getLatencySumNanos() / measured)
                    .count("latencyMaxNanos", pane.getLatencyMaxNanos())
                    .number("responseMeanNanos", pane.getResponseSumNanos() / measured)
                    .count("responseMaxNanos", pane.getResponseMaxNanos());
        }
        return point;
    }

    /**
     * The end of the pane, where its last part is. One that was closed for idleness may be continued, and a run that has
     * ended may close an empty one: these parts are some nanoseconds later, so that no part takes another's place.
     */
    static long timeNanos(PaneRecord pane) {
        if (pane.getClosedBy() == PaneClose.IDLE) {
            // Parts have distinct sequence numbers; an empty one has -1.
            return endNanos(pane) + FIRST_IDLE_NANOS + Math.floorMod(pane.getLastSequence() + 1, SEQUENCES);
        }
        return pane.getInferences() == 0 ? endNanos(pane) + EMPTY_NANOS : endNanos(pane);
    }

    private static long endNanos(PaneRecord pane) {
        return pane.getPaneStartNanos() + pane.getPaneNanos();
    }

    private static Point of(PaneRecord pane, SlowInference slow) {
        return new Point(Measurement.SLOWEST, slow.getStartNanos())
                .tag("device", pane.getDeviceId())
                .tag("run", pane.getRunId())
                .count("sequence", slow.getSequence())
                .count("latencyNanos", slow.getLatencyNanos())
                .count("inputIndex", slow.getInputIndex())
                .count("flags", slow.getFlags())
                .count("queueNanos", slow.getQueueNanos())
                .count("gapNanos", slow.getGapNanos() < 0 ? null : slow.getGapNanos())
                .text("cause", slow.getCause())
                .text("evidence", slow.getEvidence());
    }

    private static Point of(PaneRecord pane, DeviceSummary sensor) {
        Point point = new Point(Measurement.DEVICES, endNanos(pane))
                .tag("device", pane.getDeviceId())
                .tag("sensor", sensor.getSensor())
                .tag("quantity", sensor.getQuantity())
                .count("samples", sensor.getSamples());
        return sensor.getCounter() ? counter(point, sensor) : gauge(point, sensor);
    }

    private static Point gauge(Point point, DeviceSummary sensor) {
        return point.number("min", sensor.getMin())
                .number("mean", sensor.getSum() / sensor.getSamples())
                .number("max", sensor.getMax());
    }

    /** Of a quantity that only grows, the level says nothing. */
    private static Point counter(Point point, DeviceSummary sensor) {
        double increase = sensor.getLast() - sensor.getFirst();
        double seconds = (sensor.getLastAtNanos() - sensor.getFirstAtNanos()) / 1e9;
        return point.number("increase", increase).number("increasePerSecond", seconds > 0 ? increase / seconds : null);
    }
}
