package io.soakline.sink.influxdb;

import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import reactor.core.publisher.Mono;

/**
 * The tables of a QuestDB. They have to be there before the first point: those that QuestDB makes by itself keep a point twice
 * that was written twice, and it says nothing.
 */
final class TableSetup implements InfluxSetup {

    private final OkHttpClient http;
    private final HttpUrl execute;
    private final List<String> statements;

    /** @param http says who the sink is by itself */
    TableSetup(OkHttpClient http, String url, Retention retention) {
        this.http = http;
        execute = HttpUrl.get(url).newBuilder().addPathSegment("exec").build();
        statements = TableDdl.statements(retention);
    }

    @Override
    public Mono<Void> create() {
        return new Statements(http, statements, this::request).run();
    }

    private Request request(String statement) {
        return new Request.Builder()
                .url(execute.newBuilder().addQueryParameter("query", statement).build())
                .build();
    }

    @Override
    public String command() {
        return "curl -G '" + execute + "' --data-urlencode \"query=" + statements.get(0) + "\", and so on for "
                + statements.size() + " statements";
    }
}
