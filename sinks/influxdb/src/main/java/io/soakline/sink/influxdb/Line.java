package io.soakline.sink.influxdb;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A line of line protocol and the record it was made from. */
record Line(String text, ConsumerRecord<byte[], byte[]> source) implements SinkItem {}
