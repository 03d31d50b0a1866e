package io.soakline.sink.page;

import org.apache.avro.specific.SpecificRecordBase;
import reactor.core.publisher.Flux;

/** Where the page's records come from: the log, or a list in memory. */
@FunctionalInterface
public interface RecordFeed {

    /** What a feed tells. */
    sealed interface Signal permits Told, Unreadable, CaughtUp {}

    /** A record of the log. Types that the page does not show are ignored. */
    record Told(SpecificRecordBase record) implements Signal {}

    /** Bytes that are not a record. */
    record Unreadable(String where, String reason) implements Signal {}

    /** What was there at subscription has been told; what follows is new. */
    record CaughtUp() implements Signal {}

    /**
     * From the beginning, then on. Each subscription starts again from the beginning; the page is idempotent. Signals
     * come one at a time.
     */
    Flux<Signal> follow();
}
