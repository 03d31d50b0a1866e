package io.soakline.launch;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.RecordLines;
import io.soakline.record.DeviceBatch;
import io.soakline.record.InferenceBatch;
import io.soakline.record.Run;
import java.util.List;

/** When a record came to a log, by what it says itself. One instance serves one thread. */
final class RecordTime {

    private final RecordCodec<DeviceBatch> devices = RecordCodec.of(DeviceBatch.class);
    private final RecordCodec<InferenceBatch> inferences = RecordCodec.of(InferenceBatch.class);
    private final RecordCodec<Run> runs = RecordCodec.of(Run.class);

    /** Nanoseconds since 1970; the smallest {@code long} where the record says nothing of it. */
    long nanos(RecordLines.Line line) {
        try {
            return switch (line.topic()) {
                case DEVICES -> last(devices.decode(line.value()).getSampleAtNanos());
                case INFERENCES -> inferences.decode(line.value()).getStartNanos();
                case RUNS -> nanos(runs.decode(line.value()));
                default -> Long.MIN_VALUE;
            };
        } catch (MalformedRecordException e) {
            return Long.MIN_VALUE;
        }
    }

    private static long last(List<Long> times) {
        return times.isEmpty() ? Long.MIN_VALUE : times.get(times.size() - 1);
    }

    private static long nanos(Run run) {
        return run.getEnd() == null ? run.getStartedAtNanos() : run.getEnd().getEndedAtNanos();
    }
}
