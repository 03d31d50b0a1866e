package io.soakline.sink.metrics;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names of machines. */
final class Addresses {

    private Addresses() {}

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Binding will say so.
            return false;
        }
    }

    static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
