package io.soakline.sink.page;

import io.netty.buffer.Unpooled;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** The HTTP side of the page: files, state, events, health, counters. */
final class PageServer implements AutoCloseable {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final int MOST_BROWSERS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final PageSettings settings;
    private final EventLog log;
    private final PageMetrics metrics;
    private final Supplier<String> state;
    private final Access access;
    private final Assets assets = new Assets();
    // One thread: the page must not take cores from what is measured.
    private final LoopResources loops = LoopResources.create("page-http", 1, true);
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final AtomicReference<@Nullable DisposableServer> server = new AtomicReference<>();

    PageServer(PageSettings settings, EventLog log, PageMetrics metrics, Supplier<String> state) {
        this.settings = settings;
        this.log = log;
        this.metrics = metrics;
        this.state = state;
        this.access = new Access(settings);
    }

    void start() {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            loops.dispose();
            throw new PageException(
                    "--host " + settings.host() + " is not known on this machine; use a name or address of its own");
        }
        try {
            server.set(HttpServer.create()
                    .bindAddress(() -> address)
                    .runOn(loops, false)
                    .channelGroup(connections)
                    .compress((request, response) -> !request.path().equals("events"))
                    .handle(this::handle)
                    .bindNow());
        } catch (RuntimeException e) {
            loops.dispose();
            throw bindFailure(e);
        }
    }

    private PageException bindFailure(RuntimeException e) {
        String where = "port " + settings.port() + " on " + settings.host();
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = Objects.requireNonNullElse(cause.getMessage(), "");
        if (cause instanceof BindException && message.contains("in use")) {
            return new PageException(where + " is taken; choose another with --port, or --port 0 for any free one", e);
        }
        return new PageException(
                "the page cannot be served at " + where + " (" + message + "); choose another with --host and --port",
                e);
    }

    URI url() {
        DisposableServer running = Objects.requireNonNull(server.get(), "not started");
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + host + ":" + running.port() + "/");
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        response.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(HttpHeaderNames.CACHE_CONTROL, "no-store");
        QueryStringDecoder address = new QueryStringDecoder(request.uri());
        String path = address.path();
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return text(request, response.status(HttpResponseStatus.METHOD_NOT_ALLOWED), "only GET is offered here\n");
        }
        if (path.equals("/health")) {
            return text(request, response, "ok\n");
        }
        return switch (access.decide(request, first(address, "token"))) {
            case WRONG_HOST ->
                text(
                        request,
                        response.status(HttpResponseStatus.FORBIDDEN),
                        "this page answers to " + settings.host() + " and localhost only\n");
            case TOKEN_NEEDED ->
                text(
                        request,
                        response.status(HttpResponseStatus.UNAUTHORIZED),
                        "this page needs its token: open it once as /?token=… (the token is in "
                                + PageSettings.TOKEN_VARIABLE + " where Soakline was started)\n");
            case GRANTED_BY_ADDRESS ->
                response.addCookie(access.cookie())
                        .status(HttpResponseStatus.SEE_OTHER)
                        .header(HttpHeaderNames.LOCATION, path.startsWith("//") ? "/" : path)
                        .send();
            case GRANTED -> route(request, response, address);
        };
    }

    private Publisher<Void> route(HttpServerRequest request, HttpServerResponse response, QueryStringDecoder address) {
        String path = address.path();
        return switch (path) {
            case "/" -> bytes(request, response, "text/html; charset=utf-8", assets.index());
            case "/api/state" ->
                Mono.fromSupplier(state)
                        .subscribeOn(Schedulers.boundedElastic())
                        .flatMap(json -> Mono.from(
                                bytes(request, response, "application/json", json.getBytes(StandardCharsets.UTF_8))));
            case "/events" -> events(request, response, first(address, "after"));
            case "/metrics" ->
                Mono.fromSupplier(() -> metrics.answer(request.requestHeaders().get(HttpHeaderNames.ACCEPT)))
                        .subscribeOn(Schedulers.boundedElastic())
                        .flatMap(answer -> Mono.from(bytes(
                                request,
                                response,
                                answer.contentType(),
                                answer.bytes().array())));
            default -> asset(request, response, path);
        };
    }

    private Publisher<Void> asset(HttpServerRequest request, HttpServerResponse response, String path) {
        Assets.Asset asset = assets.at(path);
        if (asset == null) {
            return text(request, response.status(HttpResponseStatus.NOT_FOUND), "there is nothing here; try /\n");
        }
        response.header(HttpHeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
        return bytes(request, response, asset.contentType(), asset.bytes());
    }

    /**
     * The stream after the position that the browser names: what it saw last when it comes back, what its state held when
     * it comes first. Without a position, from now on. A position that is no longer held is answered with {@code resync}.
     */
    private Publisher<Void> events(HttpServerRequest request, HttpServerResponse response, @Nullable String after) {
        if (metrics.clients() >= MOST_BROWSERS) {
            return text(
                    request,
                    response.status(HttpResponseStatus.SERVICE_UNAVAILABLE),
                    MOST_BROWSERS + " browsers follow already; close one\n");
        }
        String seen = Objects.requireNonNullElse(request.requestHeaders().get("Last-Event-ID"), after);
        Long known = seen == null ? Long.valueOf(log.last()) : log.position(seen);
        long position = known == null ? EventStream.FORGOTTEN : known;
        response.header(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        List<Publisher<Void>> sent = new java.util.ArrayList<>();
        response.withConnection(connection -> sent.add(response.send(
                EventStream.from(log, position, connection.channel().eventLoop(), metrics), buffer -> true)));
        return sent.get(0);
    }

    private static Publisher<Void> text(HttpServerRequest request, HttpServerResponse response, String text) {
        return bytes(request, response, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Publisher<Void> bytes(
            HttpServerRequest request, HttpServerResponse response, String contentType, byte[] bytes) {
        response.header(HttpHeaderNames.CONTENT_TYPE, contentType);
        if (request.method().equals(HttpMethod.HEAD)) {
            return response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length))
                    .send();
        }
        return response.send(Mono.just(Unpooled.wrappedBuffer(bytes)));
    }

    private static @Nullable String first(QueryStringDecoder address, String parameter) {
        List<String> values = address.parameters().get(parameter);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    @Override
    public void close() {
        DisposableServer running = server.getAndSet(null);
        if (running != null) {
            running.disposeNow(PATIENCE);
        }
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE.multipliedBy(2));
    }
}
