package io.soakline.produce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the producer tells the launcher: one JSON object per line, each with its {@code event}. Thread-safe. */
final class EventStream {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;

    EventStream(PrintStream out) {
        this.out = out;
    }

    /** Starts an event; nothing is written before {@link Event#send}. */
    Event event(String name) {
        return new Event(name);
    }

    /** One event, filled field by field. */
    final class Event {

        private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

        private Event(String name) {
            fields.put("event", name);
        }

        Event with(String key, @Nullable Object value) {
            fields.put(key, value);
            return this;
        }

        void send() {
            String line;
            try {
                line = JSON.writeValueAsString(fields);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an event holds only texts, numbers, lists and maps", e);
            }
            synchronized (out) {
                out.println(line);
                out.flush();
            }
        }
    }
}
