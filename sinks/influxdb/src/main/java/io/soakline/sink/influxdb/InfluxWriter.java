package io.soakline.sink.influxdb;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The one door to the InfluxDB client, and only to its blocking calls: its own asynchronous writer keeps a second buffer
 * and loses points when a write has to be repeated.
 */
final class InfluxWriter implements PointWriter, AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** From the first byte sent to the last received; a server that takes longer is as good as away. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** The client prints stack traces of failed pings by itself; kept here because loggers are held weakly. */
    private static final Logger CLIENT_LOG = Logger.getLogger("com.influxdb");

    static {
        CLIENT_LOG.setLevel(Level.OFF);
    }

    private final String url;
    private final InfluxDBClient client;
    private final WriteApiBlocking writes;

    InfluxWriter(InfluxSettings settings) {
        this(settings, CALL_TIMEOUT);
    }

    InfluxWriter(InfluxSettings settings, Duration callTimeout) {
        url = settings.url();
        client = InfluxDBClientFactory.create(options(settings, callTimeout));
        if (settings.gzip()) {
            client.enableGzip();
        }
        writes = client.getWriteApiBlocking();
    }

    private static InfluxDBClientOptions options(InfluxSettings settings, Duration callTimeout) {
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(callTimeout)
                .writeTimeout(callTimeout)
                .callTimeout(callTimeout);
        InfluxDBClientOptions.Builder options = InfluxDBClientOptions.builder()
                .url(settings.url())
                .org(settings.org())
                .bucket(settings.bucket());
        if (settings.credentials() instanceof InfluxSettings.Token token) {
            options.authenticateToken(token.value().toCharArray());
        }
        if (settings.credentials() instanceof InfluxSettings.Basic basic) {
            String header = okhttp3.Credentials.basic(basic.user(), basic.password());
            http.addInterceptor(chain -> chain.proceed(
                    chain.request().newBuilder().header("Authorization", header).build()));
        }
        return options.okHttpClient(http).build();
    }

    @Override
    public Mono<Void> write(List<String> lines) {
        return Mono.<Void>fromRunnable(() -> writes.writeRecords(WritePrecision.NS, lines))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(InfluxException.class, this::classify);
    }

    /** Whether the server answers at all; never an error. */
    Mono<Boolean> reachable() {
        return Mono.fromCallable(client::ping)
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorReturn(false);
    }

    private RuntimeException classify(InfluxException failure) {
        int status = failure.status();
        String reason = reason(failure);
        if (isAboutThePoints(status, reason)) {
            return new Refused("HTTP " + status + ": " + reason);
        }
        return new Unavailable(what(status) + " at " + url + ": " + reason, retryAfter(failure), failure);
    }

    /**
     * 400, 406 and 422 name bad points, 413 too many at once; some servers say 500 where they dropped points of a batch.
     * Everything else is about the server or the settings: the points are good and are kept until it has been put right.
     */
    private static boolean isAboutThePoints(int status, String reason) {
        return switch (status) {
            case 400, 406, 413, 422 -> true;
            case 500 -> reason.toLowerCase(Locale.ROOT).contains("partial write");
            default -> false;
        };
    }

    private static String what(int status) {
        return switch (status) {
            case 0 -> "no answer";
            case 401, 403 -> "HTTP " + status + ", check the token (" + InfluxSettings.TOKEN_FILE + "),";
            case 404 -> "HTTP 404, check organisation and bucket,";
            default -> "HTTP " + status;
        };
    }

    private static String reason(InfluxException failure) {
        String message = failure.getMessage();
        if (message != null && !message.isBlank()) {
            return message.replaceAll("\\s+", " ").strip();
        }
        return String.valueOf(failure.getCause());
    }

    private static @Nullable Duration retryAfter(InfluxException failure) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(failure.headers());
        return RetryAfter.parse(headers.get("Retry-After"), Instant.now());
    }

    @Override
    public void close() {
        client.close();
    }
}
