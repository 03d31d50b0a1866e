package io.soakline.sink.influxdb;

import io.soakline.sink.influxdb.Delivery.Outcome;
import io.soakline.sink.influxdb.Delivery.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gets lines to where all of them are kept, then those worth it to where they are kept for long. */
final class TieredDelivery {

    private final Delivery all;
    private final @Nullable Delivery longTerm;

    /** @param longTerm null when there is no such place */
    TieredDelivery(Delivery all, @Nullable Delivery longTerm) {
        this.all = all;
        this.longTerm = longTerm;
    }

    /** As {@link Delivery#deliver}; a line that either place refuses is refused, and may be in the other. */
    Mono<Outcome> deliver(List<Line> lines) {
        Delivery second = longTerm;
        List<Line> worthIt = second == null
                ? List.of()
                : lines.stream().filter(Line::longTerm).toList();
        if (second == null || worthIt.isEmpty()) {
            return all.deliver(lines);
        }
        return all.deliver(lines)
                .flatMap(first -> second.deliver(worthIt).map(then -> {
                    List<Refusal> refused = new ArrayList<>(first.refused());
                    refused.addAll(then.refused());
                    return new Outcome(first.written(), refused);
                }));
    }
}
