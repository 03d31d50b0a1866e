package io.soakline.sink.influxdb;

import io.soakline.kafka.KafkaFlux;

/** What flows from the poll to the requests: the lines of a poll result, then its end. */
sealed interface SinkItem permits Line, SinkItem.PollEnd {

    /** When everything before it is written, the poll result may be acknowledged. */
    record PollEnd(KafkaFlux.Batch poll) implements SinkItem {}
}
