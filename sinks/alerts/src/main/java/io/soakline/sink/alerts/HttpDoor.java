package io.soakline.sink.alerts;

import io.soakline.sink.http.RetryAfter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Posts to targets, and writes to the log for those that are the log. */
final class HttpDoor implements Door {

    private static final Logger LOG = LoggerFactory.getLogger("io.soakline.alerts");
    private static final String ALERTMANAGER_PATH = "/api/v2/alerts";

    private final Supplier<Instant> clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            // What is secret in an address is for that address alone.
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param clock for answers that say at which moment to come again */
    HttpDoor(Supplier<Instant> clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Answer> send(Target target, Message message, String payload) {
        Secret url = target.url();
        if (url == null) {
            return Mono.fromSupplier(() -> write(message));
        }
        return Mono.defer(() -> Mono.fromFuture(
                        client.sendAsync(request(target, url, message, payload), info -> new FirstBytes())))
                // The client's own limit ends with the headers of the answer.
                .timeout(target.timeout())
                .map(response -> answer(target, response))
                .onErrorResume(failure -> Mono.just(new Answer.Later(text(target, failure), null)));
    }

    private static Answer write(Message message) {
        for (Change change : message.changes()) {
            LOG.info(
                    "{} {}: {}",
                    change.alert().getState(),
                    AlertWords.title(change.alert()),
                    change.alert().getEvidence());
        }
        if (message.kind() == Message.Kind.HEARTBEAT) {
            LOG.info("alive");
        }
        return new Answer.Taken();
    }

    private static HttpRequest request(Target target, Secret url, Message message, String payload) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(target, url))
                .timeout(target.timeout())
                .header("Content-Type", "application/json")
                .header("User-Agent", "soakline")
                .header("Idempotency-Key", message.id())
                .POST(HttpRequest.BodyPublishers.ofString(payload, StandardCharsets.UTF_8));
        if (target.token() != null) {
            request.header("Authorization", "Bearer " + target.token().value());
        }
        return request.build();
    }

    private static URI address(Target target, Secret url) {
        if (target.format() != Target.Format.ALERTMANAGER || url.value().endsWith(ALERTMANAGER_PATH)) {
            return URI.create(url.value());
        }
        return URI.create(url.value().replaceAll("/+$", "") + ALERTMANAGER_PATH);
    }

    private Answer answer(Target target, HttpResponse<String> response) {
        Duration retryAfter =
                RetryAfter.parse(response.headers().firstValue("Retry-After").orElse(null), clock.get());
        return Answer.ofStatus(response.statusCode(), target.redact(response.body()), retryAfter);
    }

    private static String text(Target target, Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof java.net.http.HttpTimeoutException) {
            return "no answer within " + target.timeout().toMillis() + " ms";
        }
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return target.redact(message == null ? name : name + ": " + message);
    }
}
