package io.soakline.sink.influxdb;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.HttpWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** An InfluxDB in a container, on a loopback port that it keeps through restarts. */
final class InfluxContainer extends InfluxQlStore {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final GenericContainer<?> container;
    private final InfluxSettings settings;
    private final HttpWaitStrategy ready;

    /** @param readyPath what answers 2xx, with the credentials, as soon as points are taken */
    InfluxContainer(
            DockerImageName image,
            int port,
            String readyPath,
            InfluxSettings.Target target,
            InfluxSettings.Credentials credentials)
            throws IOException {
        int hostPort = freePort();
        settings = InfluxSettings.embedded("http://127.0.0.1:" + hostPort)
                .with(target)
                .with(credentials);
        ready = Wait.forHttp(readyPath).forPort(port).forStatusCodeMatching(status -> status / 100 == 2);
        ready.withStartupTimeout(START_LIMIT);
        if (credentials instanceof InfluxSettings.Token token) {
            ready.withHeader("Authorization", "Token " + token.value());
        }
        PortBinding binding =
                new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", hostPort), ExposedPort.tcp(port));
        container = new GenericContainer<>(image)
                .withExposedPorts(port)
                .withCreateContainerCmdModifier(create -> create.getHostConfig().withPortBindings(binding))
                .waitingFor(ready);
    }

    /** To be changed before {@link #start}. */
    GenericContainer<?> container() {
        return container;
    }

    InfluxContainer start() {
        container.start();
        return this;
    }

    @Override
    public InfluxSettings settings() {
        return settings;
    }

    /** Without giving it time to write anything. */
    @Override
    public void stop() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        ready.waitUntilReady(container);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
