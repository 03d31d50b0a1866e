package io.soakline.sink.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Takes OTLP over HTTP on loopback and decodes it with the protocol's own classes; answers what it is told to. */
final class CollectorStub implements AutoCloseable {

    /** A request that was answered with 200. */
    record Taken(
            ExportMetricsServiceRequest request, @Nullable String authorization, String path) {}

    final List<Taken> taken = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    final AtomicInteger refused = new AtomicInteger();

    private final HttpServer server;

    private CollectorStub(HttpServer server) {
        this.server = server;
    }

    static CollectorStub start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CollectorStub stub = new CollectorStub(server);
        server.createContext("/", stub::answer);
        server.start();
        return stub;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        if (status == 200) {
            InputStream bytes = new ByteArrayInputStream(body);
            taken.add(new Taken(
                    ExportMetricsServiceRequest.parseFrom(zipped ? new GZIPInputStream(bytes) : bytes),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestURI().getPath()));
        } else {
            refused.incrementAndGet();
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All metrics of that name taken so far. */
    List<Metric> metrics(String name) {
        return taken.stream()
                .flatMap(one -> one.request.getResourceMetricsList().stream())
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .filter(metric -> metric.getName().equals(name))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
