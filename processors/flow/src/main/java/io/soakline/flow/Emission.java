package io.soakline.flow;

import io.soakline.kafka.OutgoingRecord;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What is to be written in one transaction. */
record Emission(List<OutgoingRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets) {

    boolean isEmpty() {
        return records.isEmpty() && offsets.isEmpty();
    }
}
