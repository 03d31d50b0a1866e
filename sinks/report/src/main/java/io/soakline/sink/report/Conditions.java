package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.Load;
import io.soakline.record.Run;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run was measured under.
 *
 * @param load in words
 * @param device fingerprint
 * @param startedAt RFC 3339, UTC
 * @param endedAt null when it has not ended
 * @param inputCount inputs of the set that it cycled through
 * @param labelledInputs those with an expected label; 0 when there are none
 * @param unsketched inferences whose output is not described on the log; null when not known
 */
@JsonPropertyOrder({
    "compilerVersion",
    "target",
    "modelDigest",
    "inputSetDigest",
    "inputCount",
    "labelledInputs",
    "load",
    "device",
    "environment",
    "producerVersion",
    "startedAt",
    "endedAt",
    "unsketched"
})
public record Conditions(
        String compilerVersion,
        String target,
        String modelDigest,
        String inputSetDigest,
        int inputCount,
        int labelledInputs,
        String load,
        Map<String, String> device,
        Map<String, String> environment,
        String producerVersion,
        String startedAt,
        @Nullable String endedAt,
        @Nullable Long unsketched) {

    public Conditions {
        device = new TreeMap<>(device);
        environment = new TreeMap<>(environment);
    }

    static Conditions of(Run run) {
        return new Conditions(
                run.getCompilerVersion(),
                run.getTarget(),
                run.getModelDigest(),
                run.getInputSetDigest(),
                run.getInputCount(),
                run.getInputLabels().size(),
                load(run.getLoad()),
                run.getDevice(),
                run.getEnvironment(),
                run.getProducerVersion(),
                Moments.rfc3339(run.getStartedAtNanos()),
                run.getEnd() == null ? null : Moments.rfc3339(run.getEnd().getEndedAtNanos()),
                run.getUnsketched());
    }

    private static String load(Load load) {
        String pattern = load.getPattern().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        Long period = load.getPeriodNanos();
        Long deadline = load.getDeadlineNanos();
        return pattern
                + (period == null ? "" : ", one every " + Figures.duration(period))
                + (deadline == null ? ", no deadline" : ", deadline " + Figures.duration(deadline));
    }
}
