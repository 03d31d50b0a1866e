package io.soakline.kafka;

import io.soakline.log.Topic;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the log is and how it is reached.
 *
 * @param bootstrapServers as every Kafka tool takes them: {@code host:port,host:port}
 * @param topicPrefix before every topic name; {@link Topic#DEFAULT_PREFIX} unless several installations share a broker
 * @param properties handed to every client as they are: TLS, SASL, client rack
 */
public record KafkaSettings(String bootstrapServers, String topicPrefix, Map<String, String> properties) {

    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    /** A plain connection with the default prefix. */
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Topic.DEFAULT_PREFIX, Map.of());
    }

    /** Name of {@code topic} on this broker. */
    public String name(Topic topic) {
        return topic.name(topicPrefix);
    }

    /** The topic with that name on this broker, the inverse of {@link #name}. */
    public Topic topic(String name) {
        for (Topic topic : Topic.values()) {
            if (name(topic).equals(name)) {
                return topic;
            }
        }
        throw new IllegalArgumentException(name + " is not a topic of the installation \"" + topicPrefix + "\"");
    }

    /** Common properties of all clients. */
    Map<String, Object> client() {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }

    /** Leaves out the properties: they may hold secrets. */
    @Override
    public String toString() {
        return bootstrapServers + " (topics " + topicPrefix + "*)";
    }
}
