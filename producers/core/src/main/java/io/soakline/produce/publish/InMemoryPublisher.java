package io.soakline.produce.publish;

import io.soakline.log.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps every record in memory, for tests and for trying things without a broker. */
public final class InMemoryPublisher implements RecordPublisher {

    /** A record that was published. */
    @SuppressWarnings("ArrayRecordComponent") // the bytes as they were handed over; never compared
    public record Published(Topic topic, String key, byte[] value) {}

    private final List<Published> published = new ArrayList<>();

    @Override
    public synchronized void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
        published.add(new Published(topic, key, value));
        done.accept(null);
    }

    /** Records of {@code topic} so far, in order. */
    public synchronized List<Published> published(Topic topic) {
        return published.stream().filter(p -> p.topic() == topic).toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
