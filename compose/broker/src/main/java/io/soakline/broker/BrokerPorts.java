package io.soakline.broker;

import io.soakline.broker.process.BrokerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Two free ports of the loopback interface. Another process may still take one before Kafka binds it. */
record BrokerPorts(int client, int controller) {

    static final String HOST = "127.0.0.1";

    /** @param wanted port for clients, 0 for any */
    static BrokerPorts find(int wanted) throws BrokerException {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            try (ServerSocket client = new ServerSocket(wanted, 1, loopback);
                    ServerSocket controller = new ServerSocket(0, 1, loopback)) {
                return new BrokerPorts(client.getLocalPort(), controller.getLocalPort());
            }
        } catch (IOException e) {
            throw new BrokerException(
                    "port " + wanted + " on " + HOST + " is taken (" + e.getMessage()
                            + "); stop what listens there, or choose another port (0 for any)",
                    e);
        }
    }

    String clientAddress() {
        return HOST + ":" + client;
    }

    String controllerAddress() {
        return HOST + ":" + controller;
    }
}
