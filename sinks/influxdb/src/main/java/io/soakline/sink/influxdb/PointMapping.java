package io.soakline.sink.influxdb;

import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Build;
import io.soakline.record.CauseRecord;
import io.soakline.record.Load;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import java.util.List;

/**
 * Runs and alerts as points. Pure, as all mappings are: equal records give equal points, so writing a record again changes
 * nothing.
 *
 * <p>Every point carries all fields that its record knows, because QuestDB replaces a row as a whole.
 */
final class PointMapping {

    private PointMapping() {}

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
