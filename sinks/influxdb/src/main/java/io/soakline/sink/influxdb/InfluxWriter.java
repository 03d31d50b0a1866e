package io.soakline.sink.influxdb;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import io.soakline.sink.http.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
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

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(InfluxWriter.class);

    /** What the client puts before the server's words. */
    private static final Pattern CLIENT_PREFIX = Pattern.compile("^HTTP status code: \\d+; (Message: )?");

    /** The client prints stack traces of failed pings by itself; kept here because loggers are held weakly. */
    private static final Logger CLIENT_LOG = Logger.getLogger("com.influxdb");

    static {
        CLIENT_LOG.setLevel(Level.OFF);
    }

    private final String url;
    private final InfluxDBClient client;
    private final WriteApiBlocking writes;
    private final InfluxSetup setup;
    /** False until what is written to was made, where a server does not say that it is missing. */
    private volatile boolean targetIsSure = true;

    InfluxWriter(InfluxSettings settings) {
        this(settings, CALL_TIMEOUT);
    }

    InfluxWriter(InfluxSettings settings, Duration callTimeout) {
        url = settings.url();
        OkHttpClient.Builder http = http(settings.credentials(), callTimeout);
        if (settings.target() instanceof InfluxSettings.Database database) {
            setup = new DatabaseSetup(
                    http.build(), url, database, settings.retention().detail());
            http.addInterceptor(new V1Path(database));
            client = client(settings, "-", database.name(), http);
        } else if (settings.target() instanceof InfluxSettings.Tables) {
            setup = new TableSetup(http.build(), url, settings.retention());
            client = client(settings, "-", "-", http);
            targetIsSure = false;
        } else {
            InfluxSettings.Bucket bucket = (InfluxSettings.Bucket) settings.target();
            client = client(settings, bucket.org(), bucket.name(), http);
            setup = new BucketSetup(client, bucket, settings.retention().detail());
        }
        if (settings.gzip()) {
            client.enableGzip();
        }
        writes = client.getWriteApiBlocking();
    }

    private static OkHttpClient.Builder http(InfluxSettings.Credentials credentials, Duration callTimeout) {
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(callTimeout)
                .writeTimeout(callTimeout)
                .callTimeout(callTimeout);
        if (credentials instanceof InfluxSettings.Basic basic) {
            String header = okhttp3.Credentials.basic(basic.user(), basic.password());
            http.addInterceptor(chain -> chain.proceed(
                    chain.request().newBuilder().header("Authorization", header).build()));
        }
        return http;
    }

    private static InfluxDBClient client(
            InfluxSettings settings, String org, String bucket, OkHttpClient.Builder http) {
        InfluxDBClientOptions.Builder options =
                InfluxDBClientOptions.builder().url(settings.url()).org(org).bucket(bucket);
        if (settings.credentials() instanceof InfluxSettings.Token token) {
            options.authenticateToken(token.value().toCharArray());
        }
        return InfluxDBClientFactory.create(options.okHttpClient(http).build());
    }

    @Override
    public Mono<Void> write(List<String> lines) {
        return sureTarget()
                .then(once(lines))
                .onErrorResume(
                        InfluxException.class,
                        failure -> isTargetMissing(failure)
                                ? createTarget(failure).then(once(lines))
                                : Mono.error(failure))
                .onErrorMap(InfluxException.class, this::classify);
    }

    private Mono<Void> sureTarget() {
        return Mono.defer(() -> targetIsSure
                ? Mono.empty()
                : setup.create()
                        .doOnSuccess(done -> targetIsSure = true)
                        .onErrorMap(failure -> new Unavailable(
                                "the tables cannot be made at " + url + ": " + text(failure) + "; run: "
                                        + setup.command(),
                                null,
                                failure)));
    }

    private Mono<Void> once(List<String> lines) {
        return Mono.<Void>fromRunnable(() -> writes.writeRecords(WritePrecision.NS, lines))
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** 1.x says 500 when it has the database and not the retention policy. */
    private static boolean isTargetMissing(InfluxException failure) {
        return failure.status() == 404
                || (failure.status() == 500 && reason(failure).contains("retention policy not found"));
    }

    private Mono<Void> createTarget(InfluxException missing) {
        return setup.create()
                .doOnSuccess(done -> LOG.info("{} at {}: made", reason(missing), url))
                .onErrorMap(refused -> new Unavailable(
                        what(missing.status()) + " at " + url + ": " + reason(missing) + "; not made because: "
                                + text(refused) + "; run: " + setup.command(),
                        retryAfter(missing),
                        refused));
    }

    private static String text(Throwable failure) {
        return failure instanceof InfluxException influx
                ? "HTTP " + influx.status() + " " + reason(influx)
                : String.valueOf(failure.getMessage());
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
            return new Refused("HTTP " + status + ": " + reason, status == 413);
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
            case 401, 403 ->
                "HTTP " + status + ", check the token (" + InfluxSettings.TOKEN_FILE + ") or the user ("
                        + InfluxEnvironment.USER + "),";
            case 404 ->
                "HTTP 404, check organisation and bucket, and " + InfluxEnvironment.API
                        + "=v1 for InfluxDB before 1.8,";
            default -> "HTTP " + status;
        };
    }

    private static String reason(InfluxException failure) {
        String message = failure.getMessage();
        if (message != null && !message.isBlank()) {
            return CLIENT_PREFIX
                    .matcher(message.replaceAll("\\s+", " ").strip())
                    .replaceFirst("");
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
