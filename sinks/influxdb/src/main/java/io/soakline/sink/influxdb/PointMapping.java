package io.soakline.sink.influxdb;

import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Build;
import io.soakline.record.CauseRecord;
import io.soakline.record.DeviceSummary;
import io.soakline.record.Load;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.SlowInference;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of the log as points. Pure: equal records give equal points, so writing a record again changes nothing.
 *
 * <p>Every point carries all fields that its record knows, because QuestDB replaces a row as a whole.
 */
final class PointMapping {

    private PointMapping() {}

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
        Point point = new Point(Measurement.PANES, end(pane))
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

    private static long end(PaneRecord pane) {
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
        Point point = new Point(Measurement.DEVICES, end(pane))
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

    static List<Point> of(Alert alert) {
        CauseRecord first =
                alert.getCauses().isEmpty() ? null : alert.getCauses().get(0);
        return List.of(new Point(Measurement.ALERTS, alert.getUpdatedAtNanos())
                .tag("alert", alert.getAlertKey())
                .tag("kind", alert.getKind())
                .tag("subject", alert.getSubject())
                .tag("device", alert.getDeviceId())
                .text("state", alert.getState().name())
                .count("stateCode", code(alert.getState()))
                .text("group", alert.getGroup())
                .text("severity", alert.getSeverity().name())
                .text("run", alert.getRunId())
                .count("sinceNanos", alert.getSinceNanos())
                .number("size", alert.getSize())
                .number("sizeLow", alert.getSizeLow())
                .number("sizeHigh", alert.getSizeHigh())
                .text("unit", alert.getUnit())
                .text("evidence", alert.getEvidence())
                .text("causeHint", alert.getCauseHint())
                .text("cause", first == null ? null : first.getCause())
                .text("causeEvidence", first == null ? null : first.getEvidence())
                .count("changeAtNanos", alert.getChangeAtNanos())
                .count("changeFromNanos", alert.getChangeFromNanos())
                .count("changeToNanos", alert.getChangeToNanos())
                .number("logEvidence", alert.getLogEvidence())
                .number("logThreshold", alert.getLogThreshold())
                .number("expectedByChancePerWeek", alert.getExpectedByChancePerWeek()));
    }

    private static int code(AlertState state) {
        return switch (state) {
            case RESOLVED -> 0;
            case PENDING -> 1;
            case FIRING -> 2;
        };
    }

    static List<Point> of(Run run) {
        Load load = run.getLoad();
        Point point = new Point(Measurement.RUNS, run.getStartedAtNanos())
                .tag("device", run.getDeviceId())
                .tag("run", run.getRunId())
                .tag("engine", run.getEngineName())
                .tag("compiler", run.getCompiler())
                .tag("model", run.getModelDigest())
                .text("modelName", run.getModelName())
                .text("engineId", run.getEngineId())
                .text("compilerVersion", run.getCompilerVersion())
                .text("target", run.getTarget())
                .text("inputSet", run.getInputSetDigest())
                .count("inputCount", run.getInputCount())
                .text("loadPattern", load.getPattern().name())
                .count("periodNanos", load.getPeriodNanos())
                .count("gapFromNanos", load.getGapFromNanos())
                .count("gapToNanos", load.getGapToNanos())
                .count("seed", load.getSeed())
                .count("deadlineNanos", load.getDeadlineNanos())
                .text("producerVersion", run.getProducerVersion())
                .text("scheduleDigest", run.getScheduleDigest())
                .text("artefactDigest", run.getArtefactDigest());
        Build build = run.getBuild();
        if (build != null) {
            point.text("buildId", build.getBuildId()).count("buildNumber", build.getNumber());
        }
        RunEnd end = run.getEnd();
        if (end != null) {
            point.count("endedAtNanos", end.getEndedAtNanos())
                    .count("produced", end.getProduced())
                    .text("exit", end.getExit().name())
                    .text("exitReason", end.getReason());
        }
        return List.of(point);
    }
}
