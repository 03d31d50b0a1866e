package io.soakline.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Kafka's settings for one small node: everything that is replicated or preallocated for a cluster is cut down. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** Topics that Kafka keeps for itself, with one node to keep them on. */
    private static final Map<String, String> ONE_REPLICA = Map.of(
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "min.insync.replicas", "1",
            // 50 by default: 50 folders for nothing.
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.num.partitions", "1");

    private static final Map<String, String> SMALL = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "num.network.threads", "2",
            "num.io.threads", "4",
            "background.threads", "2",
            // 128 MiB of heap by default.
            "log.cleaner.dedupe.buffer.size", "2097152",
            "metadata.log.segment.bytes", "16777216",
            "log.index.size.max.bytes", "1048576",
            // After kill -9 the open segment is read again, so its size bounds the recovery. Default 1 GiB.
            "log.segment.bytes", "134217728");

    private static final Map<String, String> OURS = Map.of(
            // A misspelt topic must fail, not appear.
            "auto.create.topics.enable", "false",
            "transaction.max.timeout.ms", "900000",
            // The log is the source of truth: offsets outlive a pause of the pipeline of four weeks.
            "offsets.retention.minutes", "40320");

    private BrokerSettings() {}

    static Path logFolder(Path folder) {
        return folder.resolve("data");
    }

    static Properties of(Path folder, BrokerPorts ports, Map<String, String> overrides) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE_ID));
        // Static voters, not a dynamic quorum: the address is read at every start, so ports may change.
        settings.setProperty("controller.quorum.voters", NODE_ID + "@" + ports.controllerAddress());
        settings.setProperty(
                "listeners",
                "CLIENT://" + ports.clientAddress() + "," + CONTROLLER_LISTENER + "://" + ports.controllerAddress());
        settings.setProperty("advertised.listeners", "CLIENT://" + ports.clientAddress());
        settings.setProperty(
                "listener.security.protocol.map", "CLIENT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        settings.setProperty("inter.broker.listener.name", "CLIENT");
        settings.setProperty("log.dirs", logFolder(folder).toString());
        settings.putAll(ONE_REPLICA);
        settings.putAll(SMALL);
        settings.putAll(OURS);
        settings.putAll(overrides);
        return settings;
    }
}
