package io.soakline.kafka;

import io.soakline.log.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics and waits until they can be written. */
public final class TopicAdmin {

    private TopicAdmin() {}

    /**
     * Creates every missing topic of {@link Topic}. Topics that exist are left as they are.
     *
     * @param partitions of the topics keyed by device; the others get one
     * @throws KafkaUnreachableException when the broker does not answer within {@code timeout}
     */
    public static void createTopics(KafkaSettings kafka, int partitions, Duration timeout) {
        try (Admin admin = admin(kafka, timeout)) {
            Set<String> there = admin.listTopics().names().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            create(
                    admin,
                    Arrays.stream(Topic.values())
                            .filter(topic -> !there.contains(kafka.name(topic)))
                            .map(topic -> description(kafka, topic, partitions))
                            .toList(),
                    timeout);
            awaitLeaders(admin, kafka, timeout);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaUnreachableException(kafka, "creating topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnreachableException(kafka, "creating topics, interrupted", e);
        }
    }

    /**
     * Asks the broker for its topics.
     *
     * @throws KafkaUnreachableException when it does not answer within {@code timeout}
     */
    public static void ping(KafkaSettings kafka, Duration timeout) {
        try (Admin admin = admin(kafka, timeout)) {
            admin.listTopics().names().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaUnreachableException(kafka, "listing topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnreachableException(kafka, "listing topics, interrupted", e);
        }
    }

    private static Admin admin(KafkaSettings kafka, Duration timeout) {
        Map<String, Object> properties = kafka.client();
        properties.put("default.api.timeout.ms", Math.toIntExact(timeout.toMillis()));
        properties.put("request.timeout.ms", Math.toIntExact(Math.min(timeout.toMillis(), 10_000)));
        return Admin.create(properties);
    }

    private static NewTopic description(KafkaSettings kafka, Topic topic, int partitions) {
        return new NewTopic(kafka.name(topic), Optional.of(topic.keyedByDevice() ? partitions : 1), Optional.empty())
                .configs(configuration(topic));
    }

    private static void create(Admin admin, List<NewTopic> topics, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                created.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                // Another process may have been quicker.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static Map<String, String> configuration(Topic topic) {
        Map<String, String> configuration = new HashMap<>();
        if (topic.compacted()) {
            configuration.put("cleanup.policy", "compact");
        }
        if (!topic.compacted() && topic != Topic.INFERENCES && topic != Topic.DEVICES) {
            // Panes and what is derived from them are small and are what restarts and reports read: kept for good.
            configuration.put("retention.ms", "-1");
        }
        return configuration;
    }

    /**
     * A producer that writes to a topic whose partitions have no leader yet can end in an endless
     * OutOfOrderSequenceException; a partition that answers for its offsets has one. A topic just created may be
     * unknown to the broker's own metadata for a moment.
     */
    private static void awaitLeaders(Admin admin, KafkaSettings kafka, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                askOffsets(admin, kafka, timeout);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static void askOffsets(Admin admin, KafkaSettings kafka, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<String> names = Arrays.stream(Topic.values()).map(kafka::name).toList();
        long millis = timeout.toMillis();
        Map<String, TopicDescription> topics =
                admin.describeTopics(names).allTopicNames().get(millis, TimeUnit.MILLISECONDS);
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        topics.forEach((name, description) -> description
                .partitions()
                .forEach(p -> all.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
        admin.listOffsets(all).all().get(millis, TimeUnit.MILLISECONDS);
    }
}
