package io.soakline.launch;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the end of runs whose producers cannot do it any more. */
public final class RunEnds {

    private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);

    private RunEnds() {}

    /**
     * Closes those of the given runs that are still open.
     *
     * @param reasons by run id
     */
    public static void close(KafkaSettings kafka, Map<String, String> reasons, RunExit exit) {
        write(kafka, run -> reasons.get(run.getRunId()), exit);
    }

    /**
     * Closes every open run on the log. Only for whoever is alone on this log, before anything is produced.
     *
     * @return ids of the runs closed
     */
    public static List<String> closeAll(KafkaSettings kafka, String reason) {
        return write(kafka, run -> reason, RunExit.KILLED);
    }

    private static List<String> write(KafkaSettings kafka, Function<Run, @Nullable String> reason, RunExit exit) {
        RecordCodec<Run> codec = RecordCodec.of(Run.class);
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            List<Run> open = runs(kafka).stream()
                    .filter(run -> run.getEnd() == null && reason.apply(run) != null)
                    .toList();
            for (Run run : open) {
                run.setEnd(new RunEnd(nowNanos(), null, exit, String.valueOf(reason.apply(run))));
                publisher.send(new OutgoingRecord(Topic.RUNS, Keys.of(run), codec.encode(run)), failure -> {
                    if (failure != null) {
                        LOG.error("the end of run {} could not be written", run.getRunId(), failure);
                    }
                });
            }
            publisher.flush();
            return open.stream().map(Run::getRunId).collect(Collectors.toList());
        }
    }

    /** Newest record of every run on the log. */
    public static Collection<Run> runs(KafkaSettings kafka) {
        RecordCodec<Run> codec = RecordCodec.of(Run.class);
        Map<String, Run> runs = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : KafkaTail.snapshot(kafka, Topic.RUNS)) {
            try {
                Run run = codec.decode(record.value());
                runs.put(run.getRunId(), run);
            } catch (MalformedRecordException e) {
                LOG.warn("{} at offset {} is left alone: {}", record.topic(), record.offset(), e.getMessage());
            }
        }
        return runs.values();
    }

    private static long nowNanos() {
        Instant now = Instant.now();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }
}
