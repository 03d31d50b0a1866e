package io.soakline.sink.influxdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A database of InfluxDB 1.x, and its retention policy. */
final class DatabaseSetup implements InfluxSetup {

    private final OkHttpClient http;
    private final HttpUrl query;
    private final List<String> statements;

    /** @param http says who the sink is by itself */
    DatabaseSetup(OkHttpClient http, String url, InfluxSettings.Database target, Duration retention) {
        this.http = http;
        query = HttpUrl.get(url).newBuilder().addPathSegment("query").build();
        statements = statements(target, retention);
    }

    /** None changes what is there already, so all may be run when only one thing is missing. */
    private static List<String> statements(InfluxSettings.Database target, Duration retention) {
        String name = quoted(target.name());
        String keep = retention.isZero() ? "INF" : retention.toHours() + "h";
        if (target.retentionPolicy().isEmpty()) {
            String with = retention.isZero() ? "" : " WITH DURATION " + keep;
            return List.of("CREATE DATABASE " + name + with);
        }
        String policy = "CREATE RETENTION POLICY " + quoted(target.retentionPolicy()) + " ON " + name + " DURATION "
                + keep + " REPLICATION 1";
        return Stream.of("CREATE DATABASE " + name, policy).toList();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public Mono<Void> create() {
        return Mono.<Void>fromRunnable(() -> statements.forEach(this::run)).subscribeOn(Schedulers.boundedElastic());
    }

    private void run(String statement) {
        Request request = new Request.Builder()
                .url(query)
                .post(new FormBody.Builder().add("q", statement).build())
                .build();
        try (Response response = http.newCall(request).execute()) {
            ResponseBody body = response.body();
            String answer = body == null ? "" : body.string();
            // A statement that was refused is answered with 200 and its error.
            if (!response.isSuccessful() || answer.contains("\"error\"")) {
                throw new IllegalStateException("HTTP " + response.code() + " to " + statement + ": " + answer.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String command() {
        return "influx -execute '" + String.join("; ", statements) + "'";
    }
}
