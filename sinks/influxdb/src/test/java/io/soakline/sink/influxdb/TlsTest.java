package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** A server with a certificate that only the trust store of this JVM can vouch for. */
class TlsTest {

    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "changeit";
    private static final List<String> LINES = List.of("m v=1i 1");

    @TempDir
    private Path folder;

    private final @Nullable String before = System.getProperty(TRUST_STORE);
    private HttpsServer server;
    private Path keys;

    @BeforeEach
    void start() throws Exception {
        keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "influx",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=influx",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keys.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        trust(before);
    }

    @Test
    void write_givenACertificateInTheTrustStore_isTaken() {
        trust(keys.toString());

        try (InfluxWriter writer = writer()) {
            StepVerifier.create(writer.write(LINES)).verifyComplete();
        }
    }

    @Test
    void write_givenACertificateThatNobodyVouchesFor_isNotSentAndSaysSo() {
        try (InfluxWriter writer = writer()) {
            StepVerifier.create(writer.write(LINES))
                    .verifyErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(PointWriter.Unavailable.class)
                            .hasMessageContaining("unable to find valid certification path"));
        }
    }

    private InfluxWriter writer() {
        return new InfluxWriter(InfluxSettings.embedded(
                "https://127.0.0.1:" + server.getAddress().getPort()));
    }

    private static void trust(@Nullable String store) {
        if (store == null) {
            System.clearProperty(TRUST_STORE);
            System.clearProperty(TRUST_STORE + "Password");
        } else {
            System.setProperty(TRUST_STORE, store);
            System.setProperty(TRUST_STORE + "Password", PASSWORD);
        }
    }
}
