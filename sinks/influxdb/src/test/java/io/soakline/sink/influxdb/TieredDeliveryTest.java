package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class TieredDeliveryTest {

    private static final ConsumerRecord<byte[], byte[]> SOURCE = new ConsumerRecord<>("t", 0, 0, null, null);
    private static final Line DETAIL = new Line("detail", SOURCE, false);
    private static final Line RUN = new Line("run", SOURCE, true);

    private final List<String> requests = new ArrayList<>();
    private final TieredDelivery delivery = new TieredDelivery(to("all"), to("years"));

    @Test
    void deliver_writesWhatIsWorthItToBothPlaces() {
        StepVerifier.create(delivery.deliver(List.of(DETAIL, RUN)))
                .expectNext(new Delivery.Outcome(2, List.of()))
                .verifyComplete();
        assertThat(requests).containsExactly("all [detail, run]", "years [run]");
    }

    @Test
    void deliver_givenNothingWorthIt_leavesTheOtherPlaceAlone() {
        StepVerifier.create(delivery.deliver(List.of(DETAIL)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(requests).containsExactly("all [detail]");
    }

    @Test
    void deliver_givenARefusalInEitherPlace_tellsBoth() {
        Line bad = new Line("bad in years", SOURCE, true);
        Line worse = new Line("bad in all and years", SOURCE, true);

        StepVerifier.create(delivery.deliver(List.of(bad, worse)))
                .assertNext(outcome -> {
                    assertThat(outcome.written()).isEqualTo(1);
                    assertThat(outcome.refused())
                            .extracting(Delivery.Refusal::line)
                            .containsExactly(worse, bad, worse);
                })
                .verifyComplete();
    }

    @Test
    void deliver_givenNoOtherPlace_writesToTheOne() {
        StepVerifier.create(new TieredDelivery(to("all"), null).deliver(List.of(RUN)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(requests).containsExactly("all [run]");
    }

    private Delivery to(String place) {
        PointWriter writer = lines -> {
            requests.add(place + " " + lines);
            boolean bad = lines.stream().anyMatch(line -> line.startsWith("bad") && line.contains(place));
            return bad ? Mono.error(new PointWriter.Refused("bad")) : Mono.empty();
        };
        return new Delivery(writer, Schedulers.parallel(), () -> 0);
    }
}
