package io.soakline.flow;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.Baseline;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The newest baseline of each stream, as on the log. Read from any thread. */
final class BaselineCatalog {

    /**
     * The last word on a stream's baseline.
     *
     * @param baseline null when it was cleared
     * @param atNanos when that was decided, wall clock
     */
    record Known(@Nullable Baseline baseline, long atNanos) {}

    private final Map<String, Known> newest = new ConcurrentHashMap<>();
    private final RecordCodec<Baseline> codec = RecordCodec.of(Baseline.class);

    void accept(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            newest.put(key, new Known(null, TimeUnit.MILLISECONDS.toNanos(record.timestamp())));
        } else {
            Baseline baseline = codec.decode(record.value());
            newest.put(key, new Known(baseline, baseline.getWrittenAtNanos()));
        }
    }

    /** Null when nothing was ever said. */
    @Nullable
    Known of(StreamKey stream) {
        return newest.get(stream.toString());
    }

    /** When the present baseline began to count; what came before had another one. The smallest {@code long} for none. */
    long decidedAtNanos(StreamKey stream) {
        Known known = of(stream);
        Baseline baseline = known == null ? null : known.baseline();
        if (known == null) {
            return Long.MIN_VALUE;
        }
        return baseline == null || baseline.getPinned() ? known.atNanos() : baseline.getFromNanos();
    }
}
