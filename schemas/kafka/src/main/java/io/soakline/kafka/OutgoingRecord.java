package io.soakline.kafka;

import io.soakline.log.Topic;

/**
 * A record to be written. The array is handed over, not copied.
 *
 * @param key decides the partition; see {@link io.soakline.log.Keys}
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the client; never compared
public record OutgoingRecord(Topic topic, String key, byte[] value) {}
