package io.soakline.produce.publish;

import io.soakline.log.Topic;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Port to the log. Records of one key keep their order. Thread-safe. */
public interface RecordPublisher extends AutoCloseable {

    /**
     * Hands a record over; blocks while the buffer is full, so it is never called from a timed section.
     *
     * @param key see {@link io.soakline.log.Keys}
     * @param value handed over, not copied
     * @param done told null once the log has the record, or why it never will; may run on any thread, must be quick
     */
    void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done);

    /** Returns when every record sent so far is written or has failed. */
    void flush();

    /** Writes what is queued, as far as it can soon, and lets go. */
    @Override
    void close();
}
