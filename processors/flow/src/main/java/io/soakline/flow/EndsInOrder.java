package io.soakline.flow;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of runs as they were known while the log was written: without the end of a run before its last outputs
 * come, since what is said of runs that go on differs from what is said of those that have ended.
 *
 * <p>The end itself was on the log a little earlier, so whoever worked then may have known of it sooner, never later: a
 * last pane is closed because of it.
 */
final class EndsInOrder {

    private final RunCatalog catalog;
    private final Map<String, Long> left = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> over = new HashSet<>();
    private final Map<String, Run> withoutEnd = new HashMap<>();

    /**
     * @param panes all on the log: they say which runs came to their end
     * @param outputs all that will be given to {@link #next}
     */
    EndsInOrder(RunCatalog catalog, List<ConsumerRecord<byte[], byte[]>> panes, Collection<RunOutputs> outputs)
            throws MalformedRecordException {
        this.catalog = catalog;
        RecordCodec<PaneRecord> codec = RecordCodec.of(PaneRecord.class);
        for (ConsumerRecord<byte[], byte[]> record : panes) {
            PaneRecord pane = codec.decode(record.value());
            if (pane.getClosedBy() == PaneClose.RUN_END) {
                closed.add(pane.getRunId());
            }
        }
        outputs.forEach(each -> left.merge(each.getRunId(), 1L, Long::sum));
    }

    /** The outputs that are worked in next. */
    void next(RunOutputs outputs) {
        String runId = outputs.getRunId();
        if (left.merge(runId, -1L, Long::sum) == 0 && closed.contains(runId)) {
            over.add(runId);
        }
    }

    /** Null when the run is not described. */
    @Nullable
    Run run(String runId) {
        Run run = catalog.run(runId);
        if (run == null || run.getEnd() == null || over.contains(runId)) {
            return run;
        }
        return withoutEnd.computeIfAbsent(
                runId, id -> Run.newBuilder(run).setEnd(null).build());
    }
}
