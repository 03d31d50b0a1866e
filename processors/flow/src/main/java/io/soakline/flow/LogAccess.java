package io.soakline.flow;

import io.soakline.kafka.KafkaTail;
import io.soakline.log.Topic;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Opens the log for processes. */
interface LogAccess {

    /**
     * What a process reads.
     *
     * @param name of the consumer group and of the transactions
     * @param fromBeginning whether assigned partitions are read from their beginning, to refill what is kept in memory,
     *     whatever was committed
     */
    record Role(String name, List<Topic> topics, boolean fromBeginning) {}

    /** Shuts out and cleans up after a predecessor in this role. Blocks until that is done. */
    ProcessLog open(Role role);

    /** Whole topics from their beginning, followed. */
    Flux<KafkaTail.Event> follow(Scheduler worker, Topic... topics);

    /** Name of the topic on the broker. */
    String name(Topic topic);
}
