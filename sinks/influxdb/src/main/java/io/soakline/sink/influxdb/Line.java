package io.soakline.sink.influxdb;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A line of line protocol and the record it was made from.
 *
 * @param longTerm whether it goes to where points are kept for long, too
 */
record Line(String text, ConsumerRecord<byte[], byte[]> source, boolean longTerm) implements SinkItem {

    Line(String text, ConsumerRecord<byte[], byte[]> source) {
        this(text, source, false);
    }
}
