package io.soakline.sink.alerts;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The beginning of an answer: enough for a reason, however much a server sends. */
final class FirstBytes implements HttpResponse.BodySubscriber<String> {

    private static final int MOST_BYTES = 500;

    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        // What comes after the first bytes is read and dropped, so that the connection can be used again.
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining() && bytes.hasRemaining()) {
                bytes.put(buffer.get());
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        text.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        text.complete(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    }
}
