package io.soakline.sink.influxdb;

import io.soakline.sink.influxdb.Delivery.Outcome;
import io.soakline.sink.influxdb.Delivery.Refusal;
import io.soakline.sink.influxdb.PointWriter.Refused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes a refused batch apart until the bad lines stand alone, by as few requests as is safe.
 *
 * <p>A batch with a bad line is halved and only the first half is asked for: where that is taken the bad line is in the
 * second, where it is refused the second waits. What waits is all behind the bad line, and goes in one request once that
 * is found. So one bad line among n costs log2(n) requests to find and three at most beside them; when all are bad, about
 * two for each line. Lines of one series stay in order.
 *
 * <p>A line is given up only after it was refused by itself: what was refused together may have been so for its size.
 */
final class RefusedBatch {

    /** One request, repeated until the server is there: empty when it took the lines. */
    private final Function<List<Line>, Mono<Optional<Refused>>> request;

    RefusedBatch(Function<List<Line>, Mono<Optional<Refused>>> request) {
        this.request = request;
    }

    /** Lines of which nothing is known. */
    Mono<Outcome> deliver(List<Line> lines) {
        return request.apply(lines)
                .flatMap(refused -> refused.map(why -> takeApart(lines, why))
                        .orElseGet(() -> Mono.just(new Outcome(lines.size(), List.of()))));
    }

    private Mono<Outcome> takeApart(List<Line> lines, Refused why) {
        if (lines.size() == 1) {
            return Mono.just(refused(lines.get(0), why));
        }
        return why.isForSize() ? deliverEach(halves(lines)) : find(lines, new ArrayDeque<>(), 0);
    }

    private static Outcome refused(Line line, Refused why) {
        return new Outcome(0, List.of(new Refusal(line, String.valueOf(why.getMessage()))));
    }

    private static List<List<Line>> halves(List<Line> lines) {
        int half = lines.size() / 2;
        return List.of(lines.subList(0, half), lines.subList(half, lines.size()));
    }

    private Mono<Outcome> deliverEach(List<List<Line>> pieces) {
        return Flux.fromIterable(pieces).concatMap(this::deliver, 1).reduce(RefusedBatch::join);
    }

    private static Outcome join(Outcome first, Outcome second) {
        List<Refusal> refused = new ArrayList<>(first.refused());
        refused.addAll(second.refused());
        return new Outcome(first.written() + second.written(), refused);
    }

    /**
     * @param suspects among which there is a bad line
     * @param waiting what comes after them and was not asked for, the next first
     * @param written lines before them, all taken
     */
    private Mono<Outcome> find(List<Line> suspects, Deque<List<Line>> waiting, int written) {
        if (suspects.size() == 1) {
            return deliver(suspects).flatMap(found -> deliverWaiting(join(taken(written), found), waiting));
        }
        List<List<Line>> halves = halves(suspects);
        List<Line> first = halves.get(0);
        return request.apply(first).flatMap(refused -> {
            if (refused.isEmpty()) {
                return find(halves.get(1), waiting, written + first.size());
            }
            waiting.push(halves.get(1));
            Refused why = refused.get();
            return first.size() == 1 || why.isForSize()
                    ? takeApart(first, why).flatMap(found -> deliverWaiting(join(taken(written), found), waiting))
                    : find(first, waiting, written);
        });
    }

    private static Outcome taken(int lines) {
        return new Outcome(lines, List.of());
    }

    /** All at once, as there is mostly one bad line; piece by piece when there are more. */
    private Mono<Outcome> deliverWaiting(Outcome before, Deque<List<Line>> waiting) {
        if (waiting.isEmpty()) {
            return Mono.just(before);
        }
        List<List<Line>> pieces = List.copyOf(waiting);
        List<Line> all = pieces.stream().flatMap(List::stream).toList();
        return request.apply(all)
                .flatMap(refused -> {
                    if (refused.isEmpty()) {
                        return Mono.just(taken(all.size()));
                    }
                    return pieces.size() == 1 ? takeApart(all, refused.get()) : deliverEach(pieces);
                })
                .map(rest -> join(before, rest));
    }
}
