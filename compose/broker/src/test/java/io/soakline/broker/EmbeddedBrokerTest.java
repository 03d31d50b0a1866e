package io.soakline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.broker.process.BrokerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerTest {

    @TempDir
    Path folder;

    @Test
    void start_givenTheFolderOfAnEarlierOne_hasItsRecordsWhateverThePort() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, Map.of())) {
            Records.createTopic(broker.bootstrapServers());
            Records.write(broker.bootstrapServers(), 0, 500);
            Records.writeInTransaction(broker.bootstrapServers(), 500, 1_000);
            assertThat(Records.readAll(broker.bootstrapServers(), "a")).isEqualTo(Records.numbers(1_000));
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, Map.of())) {
            Records.write(broker.bootstrapServers(), 1_000, 1_500);
            assertThat(Records.readAll(broker.bootstrapServers(), "b")).isEqualTo(Records.numbers(1_500));
        }
    }

    @Test
    void broker_isReachableThroughLoopbackAlone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, Map.of())) {
            int port = port(broker);

            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
                assertThat(socket.isConnected()).isTrue();
            }
            for (InetAddress other : addressesOfThisMachine()) {
                assertThatThrownBy(() -> connect(other, port)).as("%s", other).isInstanceOf(ConnectException.class);
            }
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5_000);
        }
    }

    @Test
    void start_onAFolderInUse_isRefusedAndLeavesTheFirstRunning() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, Map.of())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0, Map.of()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("already runs")
                    .hasMessageContaining(folder.toString());

            Records.createTopic(broker.bootstrapServers());
        }
    }

    @Test
    void start_onATakenPort_isRefusedWithThePort() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int taken = other.getLocalPort();

            assertThatThrownBy(() -> EmbeddedBroker.start(folder, taken, Map.of()))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("port " + taken + " on 127.0.0.1 is taken");
        }
        // The refusal has freed the folder.
        EmbeddedBroker.start(folder, 0, Map.of()).close();
    }

    @Test
    void start_onAGivenPort_listensThere() throws Exception {
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            free = probe.getLocalPort();
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, free, Map.of())) {
            assertThat(port(broker)).isEqualTo(free);
        }
    }

    @Test
    void start_whereNoFolderCanBe_isRefusedWithTheFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("data"), 0, Map.of()))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("cannot write to the broker folder")
                .hasMessageContaining(file.toString());
    }

    @Test
    void start_givenASettingThatKafkaRefuses_saysWhich() throws Exception {
        assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0, Map.of("num.io.threads", "none")))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("num.io.threads");
        EmbeddedBroker.start(folder, 0, Map.of()).close();
    }

    @Test
    void close_twice_isHarmless() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, Map.of());

        broker.close();
        broker.close();

        EmbeddedBroker.start(folder, 0, Map.of()).close();
    }

    private static int port(EmbeddedBroker broker) {
        return Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]);
    }
}
