package io.soakline.broker;

import io.soakline.broker.process.BrokerException;
import io.soakline.broker.process.BrokerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.utils.internals.Exit;
import org.jspecify.annotations.Nullable;

/**
 * The broker's own JVM: {@code BrokerMain FOLDER PORT}.
 *
 * <p>Prints one line, {@code READY host:port}, on standard output, and ends when its standard input closes, that is
 * when its parent ends, or on SIGTERM.
 */
public final class BrokerMain {

    private static final int USAGE = 2;
    private static final int ENVIRONMENT = 3;

    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            fail("usage: BrokerMain FOLDER PORT", USAGE);
            return;
        }
        sayWhyKafkaEnds();
        try {
            serve(EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Map.of()));
        } catch (BrokerException e) {
            fail(e.getMessage(), ENVIRONMENT);
        }
    }

    private static void serve(EmbeddedBroker broker) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
        System.out.println(BrokerProcess.READY + broker.bootstrapServers());
        System.out.flush();
        awaitEndOfInput();
        System.exit(0);
    }

    private static void awaitEndOfInput() throws IOException {
        byte[] ignored = new byte[256];
        int read;
        do {
            read = System.in.read(ignored);
        } while (read >= 0);
    }

    /** Kafka ends its JVM on faults it cannot survive; without this it would do so in silence. */
    private static void sayWhyKafkaEnds() {
        Exit.setHaltProcedure((status, message) -> {
            System.err.println("the broker halts: " + message);
            Runtime.getRuntime().halt(status);
        });
    }

    private static void fail(@Nullable String message, int status) {
        System.err.println(message);
        System.exit(status);
    }
}
