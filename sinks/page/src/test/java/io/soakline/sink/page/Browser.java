package io.soakline.sink.page;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** What a browser does with the page, without the picture. */
final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    record Answer(int status, HttpHeaders headers, String body) {}

    /** One server-sent event. */
    record Event(String id, String type, String data) {}

    private final HttpClient client;

    Browser(URI url) {
        client = HttpClient.create(ConnectionProvider.newConnection()).baseUrl(url.toString());
    }

    Answer get(String path, String... headers) {
        return send(HttpMethod.GET, path, headers);
    }

    Answer send(HttpMethod method, String path, String... headers) {
        return Objects.requireNonNull(client.headers(all -> {
                    for (int i = 0; i < headers.length; i += 2) {
                        all.set(headers[i], headers[i + 1]);
                    }
                })
                .request(method)
                .uri(path)
                .responseSingle((response, body) -> body.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)))
                .block(PATIENCE));
    }

    Stream events(String path, @Nullable String lastEventId) {
        return new Stream(client, path, lastEventId == null ? Map.of() : Map.of("Last-Event-ID", lastEventId));
    }

    /** An open event stream. */
    static final class Stream implements AutoCloseable {

        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final StringBuilder rest = new StringBuilder();
        private final Disposable connection;
        private volatile boolean ended;

        private Stream(HttpClient client, String path, Map<String, String> headers) {
            connection = client.headers(all -> headers.forEach(all::set))
                    .get()
                    .uri(path)
                    .responseContent()
                    .asString()
                    .doOnNext(this::read)
                    .doFinally(signal -> ended = true)
                    .onErrorResume(e -> Mono.empty())
                    .subscribe();
        }

        private synchronized void read(String text) {
            rest.append(text);
            for (int end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
                String frame = rest.substring(0, end);
                rest.delete(0, end + 2);
                if (!frame.startsWith(":")) {
                    events.add(parsed(frame));
                }
            }
        }

        private static Event parsed(String frame) {
            List<String> lines = frame.lines().toList();
            if (lines.size() != 3) {
                throw new IllegalStateException("an event of " + lines.size() + " lines: " + frame);
            }
            return new Event(
                    lines.get(0).substring("id: ".length()),
                    lines.get(1).substring("event: ".length()),
                    lines.get(2).substring("data: ".length()));
        }

        List<Event> take(int count) throws InterruptedException {
            List<Event> taken = new ArrayList<>();
            while (taken.size() < count) {
                Event event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError("waited in vain for event " + (taken.size() + 1) + " of " + count);
                }
                taken.add(event);
            }
            return taken;
        }

        boolean hasEnded() {
            return ended;
        }

        @Override
        public void close() {
            connection.dispose();
        }
    }
}
