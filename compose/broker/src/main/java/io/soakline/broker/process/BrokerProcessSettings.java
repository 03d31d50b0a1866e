package io.soakline.broker.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to start the broker's JVM.
 *
 * @param folder where the broker keeps its data, its lock and {@code broker.log}; made when missing
 * @param port on the loopback interface, 0 for any free one
 * @param classPath jars of this module and its dependencies. With a folder among them the JVM can make no class data
 *     archive, and every start takes as long as the first
 * @param cacheFolder where the class data archive is kept
 * @param commandPrefix put before {@code java}, for example {@code taskset -c 0}
 * @param readyTimeout how long to wait until clients can connect; after kill -9 the broker first reads its open
 *     segments again
 */
public record BrokerProcessSettings(
        Path folder, int port, String classPath, Path cacheFolder, List<String> commandPrefix, Duration readyTimeout) {

    /** Long enough for the recovery of gigabytes on a busy machine. */
    public static final Duration DEFAULT_READY_TIMEOUT = Duration.ofSeconds(90);

    public BrokerProcessSettings {
        commandPrefix = List.copyOf(commandPrefix);
    }

    /** Any free port, no command prefix, the default timeout. */
    public static BrokerProcessSettings of(Path folder, String classPath, Path cacheFolder) {
        return new BrokerProcessSettings(folder, 0, classPath, cacheFolder, List.of(), DEFAULT_READY_TIMEOUT);
    }

    public BrokerProcessSettings withPort(int newPort) {
        return new BrokerProcessSettings(folder, newPort, classPath, cacheFolder, commandPrefix, readyTimeout);
    }

    public BrokerProcessSettings withCommandPrefix(List<String> newPrefix) {
        return new BrokerProcessSettings(folder, port, classPath, cacheFolder, newPrefix, readyTimeout);
    }

    public BrokerProcessSettings withReadyTimeout(Duration newTimeout) {
        return new BrokerProcessSettings(folder, port, classPath, cacheFolder, commandPrefix, newTimeout);
    }
}
