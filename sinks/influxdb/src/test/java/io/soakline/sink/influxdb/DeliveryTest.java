package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class DeliveryTest {

    private static final double LONGEST_JITTER = 1.0;

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final Server server = new Server();
    private final Delivery delivery = new Delivery(server, timer, () -> LONGEST_JITTER);

    @Test
    void deliver_givenAWillingServer_writesOnce() {
        StepVerifier.create(delivery.deliver(lines(1_000)))
                .expectNext(new Delivery.Outcome(1_000, List.of()))
                .verifyComplete();
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void deliver_givenAServerThatIsAway_repeatsWithDoublingWaitsUntilItIsBack() {
        for (int i = 0; i < 10; i++) {
            server.script.add(new PointWriter.Unavailable("HTTP 503", null, new RuntimeException()));
        }

        StepVerifier.create(delivery.deliver(lines(3)))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(499)))
                .then(() -> assertThat(server.requests).hasSize(1))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(1)))
                .then(() -> assertThat(server.requests).hasSize(2))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(1_000 + 2_000 + 4_000 + 8_000 + 16_000 + 32_000)))
                .then(() -> assertThat(server.requests).hasSize(8))
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(59)))
                .then(() -> assertThat(server.requests).hasSize(8))
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1 + 60 + 60)))
                .expectNext(new Delivery.Outcome(3, List.of()))
                .verifyComplete();
    }

    @Test
    void deliver_waitsAsLongAsTheServerAsks() {
        server.script.add(new PointWriter.Unavailable("HTTP 429", Duration.ofSeconds(7), new RuntimeException()));

        StepVerifier.create(delivery.deliver(lines(3)))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(6_999)))
                .then(() -> assertThat(server.requests).hasSize(1))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(1)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void deliver_givenNoJitter_waitsHalf() {
        server.script.add(new PointWriter.Unavailable("HTTP 503", null, new RuntimeException()));

        StepVerifier.create(new Delivery(server, timer, () -> 0).deliver(lines(1)))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(249)))
                .then(() -> assertThat(server.requests).hasSize(1))
                .then(() -> timer.advanceTimeBy(Duration.ofMillis(1)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void deliver_givenOneBadLineAmongAThousand_setsItApartWithTheServersReason() {
        List<Line> lines = lines(1_000);
        server.refuses = texts -> texts.contains("line 617");

        StepVerifier.create(delivery.deliver(lines))
                .expectNext(new Delivery.Outcome(999, List.of(new Delivery.Refusal(lines.get(617), "bad"))))
                .verifyComplete();
        assertThat(server.stored).hasSize(999).doesNotContain("line 617").isSorted();
    }

    @Test
    void deliver_givenOneBadLineAnywhereAmongAThousand_findsItInElevenRequestsAndAsksForNothingTwice() {
        List<Line> lines = lines(1_000);
        for (Line line : lines) {
            String bad = line.text();
            Server fresh = new Server();
            fresh.refuses = texts -> texts.contains(bad);

            StepVerifier.create(new Delivery(fresh, timer, () -> 0).deliver(lines))
                    .assertNext(outcome -> assertThat(outcome.written()).isEqualTo(999))
                    .verifyComplete();

            // The whole and ten halvings; then perhaps the bad line by itself, and what comes after it.
            assertThat(fresh.suspects(11)).as(bad).containsExactly(bad);
            assertThat(fresh.requests).as(bad).hasSizeLessThanOrEqualTo(11 + 2);
            assertThat(new HashSet<>(fresh.stored)).as(bad).hasSize(999).hasSameSizeAs(fresh.stored);
        }
    }

    @Test
    void deliver_givenTwoBadLines_costsLessThanFindingEachByItself() {
        List<Line> lines = lines(1_000);
        server.refuses = texts -> texts.contains("line 003") || texts.contains("line 740");

        StepVerifier.create(delivery.deliver(lines))
                .assertNext(outcome -> {
                    assertThat(outcome.written()).isEqualTo(998);
                    assertThat(outcome.refused())
                            .extracting(Delivery.Refusal::line)
                            .containsExactly(lines.get(3), lines.get(740));
                })
                .verifyComplete();
        assertThat(server.stored).hasSize(998).isSorted();
        assertThat(server.requests).hasSizeLessThanOrEqualTo(11 + 1 + 10 + 11);
    }

    @Test
    void deliver_givenOnlyBadLines_refusesEachOnceAtAboutTwoRequestsEach() {
        server.refuses = texts -> true;

        StepVerifier.create(delivery.deliver(lines(1_000)))
                .assertNext(outcome -> {
                    assertThat(outcome.written()).isZero();
                    assertThat(outcome.refused())
                            .extracting(r -> r.line().text())
                            .hasSize(1_000)
                            .doesNotHaveDuplicates()
                            .isSorted();
                })
                .verifyComplete();
        assertThat(server.requests).hasSizeLessThanOrEqualTo(2_500);
    }

    @Test
    void deliver_givenARandomMixture_storesTheGoodLinesInOrderAndRefusesTheOthers() {
        long seed = 20_261_128;
        Random random = new Random(seed);
        List<Line> most = lines(200);
        for (int round = 0; round < 100; round++) {
            List<Line> lines = most.subList(0, 1 + random.nextInt(most.size()));
            double share = random.nextDouble();
            Set<String> bad = new HashSet<>();
            lines.forEach(line -> {
                if (random.nextDouble() < share) {
                    bad.add(line.text());
                }
            });
            Server fresh = new Server();
            fresh.refuses = texts -> texts.stream().anyMatch(bad::contains);
            fresh.mostLines = 1 + random.nextInt(300);

            StepVerifier.create(new Delivery(fresh, timer, () -> 0).deliver(lines))
                    .assertNext(outcome -> {
                        assertThat(outcome.written()).isEqualTo(lines.size() - bad.size());
                        assertThat(outcome.refused())
                                .extracting(r -> r.line().text())
                                .containsExactlyElementsOf(lines.stream()
                                        .map(Line::text)
                                        .filter(bad::contains)
                                        .toList());
                    })
                    .verifyComplete();
            assertThat(fresh.stored)
                    .as("seed %d, round %d", seed, round)
                    .containsExactlyElementsOf(lines.stream()
                            .map(Line::text)
                            .filter(text -> !bad.contains(text))
                            .toList());
        }
    }

    @Test
    void deliver_givenAServerThatTakesFewAtOnce_givesNoneUp() {
        server.mostLines = 1;

        StepVerifier.create(delivery.deliver(lines(7)))
                .expectNext(new Delivery.Outcome(7, List.of()))
                .verifyComplete();
    }

    @Test
    void deliver_givenAnOutageWhileTakingApart_stillStoresTheGoodLines() {
        server.refuses = texts -> texts.contains("line 2");
        server.script.add(null);
        server.script.add(new PointWriter.Unavailable("HTTP 503", null, new RuntimeException()));

        StepVerifier.create(delivery.deliver(lines(4)))
                .then(() -> timer.advanceTimeBy(Duration.ofSeconds(1)))
                .assertNext(outcome -> assertThat(outcome.written()).isEqualTo(3))
                .verifyComplete();
        assertThat(server.stored).containsExactly("line 0", "line 1", "line 3");
    }

    private static List<Line> lines(int count) {
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[0]);
        int digits = Integer.toString(count - 1).length();
        return IntStream.range(0, count)
                .mapToObj(i -> new Line("line " + String.format("%0" + digits + "d", i), source))
                .toList();
    }

    /** Answers as scripted, then by what the lines are. */
    private static final class Server implements PointWriter {

        private final Queue<ScriptedAnswer> answers = new ArrayDeque<>();
        private final Script script = new Script(answers);
        private final List<List<String>> requests = new ArrayList<>();
        private final List<String> stored = new ArrayList<>();
        private Function<Collection<String>, Boolean> refuses = texts -> false;
        private int mostLines = Integer.MAX_VALUE;

        @Override
        public Mono<Void> write(List<String> lines) {
            requests.add(lines);
            ScriptedAnswer answer = answers.poll();
            if (answer != null && answer.failure() != null) {
                return Mono.error(answer.failure());
            }
            if (lines.size() > mostLines) {
                return Mono.error(new Refused("too large", true));
            }
            if (refuses.apply(lines)) {
                return Mono.error(new Refused("bad"));
            }
            stored.addAll(lines);
            return Mono.empty();
        }

        /** Lines that may be the only bad one by the answers to so many requests. */
        Set<String> suspects(int answers) {
            Set<String> suspects = new HashSet<>(requests.get(0));
            for (List<String> lines : requests.subList(0, Math.min(answers, requests.size()))) {
                if (refuses.apply(lines)) {
                    suspects.retainAll(new HashSet<>(lines));
                } else {
                    lines.forEach(suspects::remove);
                }
            }
            return suspects;
        }
    }

    /** A null failure leaves the answer to the lines. */
    private record ScriptedAnswer(@Nullable RuntimeException failure) {}

    private record Script(Queue<ScriptedAnswer> answers) {

        void add(@Nullable RuntimeException failure) {
            answers.add(new ScriptedAnswer(failure));
        }
    }
}
