package io.soakline.sink.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.sink.metrics.MetricsSettings.Server;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves {@code /metrics}: text, OpenMetrics or protobuf, as the scraper asks. */
final class ScrapeServer implements AutoCloseable {

    /** Few: scrapes must not take cores from what is measured. */
    private static final int THREADS = 2;

    private final HTTPServer server;
    private final String host;

    private ScrapeServer(HTTPServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /** @throws MetricsException when the address cannot be bound to */
    static ScrapeServer start(Server settings, PrometheusRegistry registry) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "metrics-http");
            thread.setDaemon(true);
            return thread;
        });
        try {
            HTTPServer server = HTTPServer.builder()
                    .hostname(settings.host())
                    .port(settings.port())
                    .registry(registry)
                    .authenticator(new ScrapeAccess(settings))
                    .executorService(threads)
                    .buildAndStart();
            return new ScrapeServer(server, settings.host());
        } catch (IOException | RuntimeException e) {
            threads.shutdown();
            throw new MetricsException(
                    "metrics cannot be served at " + settings.host() + ":" + settings.port() + " (" + e.getMessage()
                            + "); choose another address with " + MetricsEnvironment.HOST + " and "
                            + MetricsEnvironment.PORT + ", port 0 for any free one",
                    e);
        }
    }

    URI url() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + server.getPort() + "/metrics");
    }

    @Override
    public void close() {
        server.close();
    }
}
