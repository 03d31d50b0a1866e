package io.soakline.broker;

import io.soakline.broker.process.BrokerException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A one-node Kafka broker in this JVM, reachable from this machine alone, with its data kept in a folder.
 *
 * <p>Kafka's server may halt the JVM on a fault it cannot survive, such as a full disk. Run it in a JVM of its own
 * ({@link io.soakline.broker.process.BrokerProcess}) wherever that would matter; in-process is for tests.
 *
 * <p>Safe against the death of the process, not against power loss: acknowledged records are not forced to disk.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final FolderLock lock;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers, FolderLock lock) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.lock = lock;
    }

    /**
     * Returns when clients can connect.
     *
     * @param folder made when missing; data of an earlier start is kept, whatever the port was then
     * @param port 0 for any free one
     * @param overrides Kafka broker settings that win over ours
     * @throws BrokerException when the folder is in use or not writable, the port taken, or Kafka refuses
     */
    public static EmbeddedBroker start(Path folder, int port, Map<String, String> overrides) throws BrokerException {
        Path absolute = folder.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.take(absolute);
        try {
            return startLocked(absolute, port, overrides, lock);
        } catch (BrokerException | RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static EmbeddedBroker startLocked(Path folder, int port, Map<String, String> overrides, FolderLock lock)
            throws BrokerException {
        format(BrokerSettings.logFolder(folder));
        BrokerPorts ports = BrokerPorts.find(port);
        try {
            return new EmbeddedBroker(run(folder, ports, overrides), ports.clientAddress(), lock);
        } catch (RuntimeException first) {
            if (!isBindFailure(first)) {
                throw failed(folder, first);
            }
        }
        // Somebody took a port between our look and Kafka's bind: once more, with fresh ones.
        BrokerPorts fresh = BrokerPorts.find(port);
        try {
            return new EmbeddedBroker(run(folder, fresh, overrides), fresh.clientAddress(), lock);
        } catch (RuntimeException second) {
            throw failed(folder, second);
        }
    }

    private static void format(Path logs) throws BrokerException {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(logs.toString()))
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setHasDynamicQuorum(false)
                    .run();
        } catch (Exception e) { // declared by Formatter.run
            throw new BrokerException("cannot prepare the broker folder " + logs + ": " + e, e);
        }
    }

    private static KafkaRaftServer run(Path folder, BrokerPorts ports, Map<String, String> overrides) {
        KafkaConfig config = KafkaConfig.fromProps(BrokerSettings.of(folder, ports, overrides), false);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            stopHalfStarted(server, e);
            throw e;
        }
    }

    private static void stopHalfStarted(KafkaRaftServer server, RuntimeException reason) {
        try {
            server.shutdown();
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private static boolean isBindFailure(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof java.net.BindException) {
                return true;
            }
        }
        return false;
    }

    private static BrokerException failed(Path folder, RuntimeException cause) {
        return new BrokerException(
                "the broker on " + folder + " did not start: " + cause.getMessage() + "; its log says more", cause);
    }

    /** Where clients connect, as {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops orderly and frees the folder. Further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        release(lock);
    }

    private static void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("cannot free the lock of the broker folder; it is freed when this process ends", e);
        }
    }
}
