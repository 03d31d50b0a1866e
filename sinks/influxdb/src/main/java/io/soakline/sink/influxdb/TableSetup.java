package io.soakline.sink.influxdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

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
        return Mono.<Void>fromRunnable(() -> statements.forEach(this::run)).subscribeOn(Schedulers.boundedElastic());
    }

    private void run(String statement) {
        HttpUrl url = execute.newBuilder().addQueryParameter("query", statement).build();
        try (Response response =
                http.newCall(new Request.Builder().url(url).build()).execute()) {
            ResponseBody body = response.body();
            String answer = body == null ? "" : body.string();
            if (!response.isSuccessful()) {
                throw new IllegalStateException("HTTP " + response.code() + " to " + statement + ": " + answer.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String command() {
        return "curl -G '" + execute + "' --data-urlencode \"query=" + statements.get(0) + "\", and so on for "
                + statements.size() + " statements";
    }
}
