package io.soakline.sink.influxdb;

import java.time.Duration;
import java.util.List;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import reactor.core.publisher.Mono;

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
        return List.of("CREATE DATABASE " + name, policy);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public Mono<Void> create() {
        return new Statements(http, statements, this::request).run();
    }

    private Request request(String statement) {
        return new Request.Builder()
                .url(query)
                .post(new FormBody.Builder().add("q", statement).build())
                .build();
    }

    @Override
    public String command() {
        return "influx -execute '" + String.join("; ", statements) + "'";
    }
}
