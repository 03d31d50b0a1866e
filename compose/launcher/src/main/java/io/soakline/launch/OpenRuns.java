package io.soakline.launch;

import io.soakline.log.InferenceColumns;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs that files of records announce, and which of them never end there: their producer was killed, and nobody was left
 * to say so. Not thread-safe.
 */
public final class OpenRuns {

    private record Announced(Run run, Path file) {}

    private final RecordCodec<Run> codec = RecordCodec.of(Run.class);
    private final InferenceColumns batch = new InferenceColumns();
    private final Map<String, Announced> runs = new LinkedHashMap<>();
    private final Map<String, Long> lastEndNanos = new HashMap<>();

    /** Takes note of a record of {@code file}; what cannot be decoded is left to whoever reads the log. */
    public void accept(Path file, RecordLines.Line line) {
        try {
            if (line.topic() == Topic.RUNS) {
                Run run = codec.decode(line.value());
                runs.put(run.getRunId(), new Announced(run, file));
            } else if (line.topic() == Topic.INFERENCES) {
                batch.decode(line.value());
                lastEndNanos.merge(batch.runId, endNanos(batch), Math::max);
            }
        } catch (MalformedRecordException e) {
            // The processors put it among the dead letters and count it.
        }
    }

    private static long endNanos(InferenceColumns batch) {
        int last = batch.count - 1;
        return batch.startNanos[last] + batch.latencyNanos[last];
    }

    /** How many runs, ended or not. */
    int count() {
        return runs.size();
    }

    /** Of all runs, ended or not. */
    public Set<String> runIds() {
        return Set.copyOf(runs.keySet());
    }

    /**
     * The records that close the open runs, as killed: they end with the last inference that is known of them, and how many
     * were produced after that cannot be said.
     */
    public List<Run> closings() {
        List<Run> closings = new ArrayList<>();
        for (Announced announced : runs.values()) {
            Run run = announced.run();
            if (run.getEnd() == null) {
                long ended =
                        Math.max(run.getStartedAtNanos(), lastEndNanos.getOrDefault(run.getRunId(), Long.MIN_VALUE));
                closings.add(Run.newBuilder(run)
                        .setEnd(new RunEnd(ended, null, RunExit.KILLED, reason(announced.file())))
                        .build());
            }
        }
        return closings;
    }

    private static String reason(Path file) {
        return "its records in " + file.getFileName() + " stop before its end: the producer was killed, or still runs";
    }
}
