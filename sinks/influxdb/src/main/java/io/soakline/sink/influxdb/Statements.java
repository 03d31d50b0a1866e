package io.soakline.sink.influxdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Runs statements on a server, one after the other, up to the first that it refuses. */
final class Statements {

    private final OkHttpClient http;
    private final List<String> statements;
    private final Function<String, Request> request;

    /** @param request asks the server to run a statement */
    Statements(OkHttpClient http, List<String> statements, Function<String, Request> request) {
        this.http = http;
        this.statements = statements;
        this.request = request;
    }

    Mono<Void> run() {
        return Mono.<Void>fromRunnable(() -> statements.forEach(this::run)).subscribeOn(Schedulers.boundedElastic());
    }

    private void run(String statement) {
        try (Response response = http.newCall(request.apply(statement)).execute()) {
            ResponseBody body = response.body();
            String answer = body == null ? "" : body.string();
            // InfluxDB 1.x answers a statement that it refused with 200 and its error.
            if (!response.isSuccessful() || answer.contains("\"error\"")) {
                throw new IllegalStateException("HTTP " + response.code() + " to " + statement + ": " + answer.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
