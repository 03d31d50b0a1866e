package io.soakline.sink.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class EventLogTest {

    private final EventLog log = new EventLog("e", 4, 1_000_000);
    private final PageMetrics metrics = new PageMetrics();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    private static String text(ByteBuf buffer) {
        return buffer.toString(StandardCharsets.UTF_8);
    }

    @Test
    void after_givenPositionInTheLog_isTheNextEvent() throws Exception {
        log.publish("mark", "{}");
        log.publish("mark", "{\"a\":1}");

        Frame frame = Objects.requireNonNull(log.after(1));

        assertThat(new String(frame.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("id: e-2\nevent: mark\ndata: {\"a\":1}\n\n");
        assertThat(log.after(2)).isNull();
    }

    @Test
    void after_givenPositionThatWasLetGo_saysHowManyAreMissed() {
        for (int i = 0; i < 10; i++) {
            log.publish("mark", "{}");
        }

        assertThatThrownBy(() -> log.after(3))
                .isInstanceOfSatisfying(
                        EventLog.PositionLostException.class,
                        e -> assertThat(e.missed()).isEqualTo(3));
    }

    @Test
    void publish_givenLargeEvents_keepsToItsBytesButAlwaysTheNewest() throws Exception {
        EventLog small = new EventLog("e", 100, 200);
        for (int i = 0; i < 10; i++) {
            small.publish("mark", "x".repeat(150));
        }

        assertThat(small.after(9)).isNotNull();
        assertThatThrownBy(() -> small.after(8)).isInstanceOf(EventLog.PositionLostException.class);
    }

    @Test
    void position_givenForeignOrFutureId_isUnknown() {
        log.publish("mark", "{}");

        assertThat(log.position("e-1")).isEqualTo(1);
        assertThat(log.position("e-0")).isEqualTo(0);
        assertThat(log.position("e-2")).isNull();
        assertThat(log.position("f-1")).isNull();
        assertThat(log.position("e-x")).isNull();
        assertThat(log.position("")).isNull();
    }

    @Test
    void stream_givenReaderThatAsksForNothing_buffersNothingAndStartsItOver() {
        StepVerifier.create(EventStream.from(log, 0, loop, metrics).map(EventLogTest::text), 0)
                .then(() -> {
                    for (int i = 0; i < 10; i++) {
                        log.publish("mark", "{}");
                    }
                })
                .thenRequest(1)
                .expectNext("id: e-10\nevent: resync\ndata: {}\n\n")
                .then(() -> log.publish("mark", "{}"))
                .thenRequest(1)
                .expectNext("id: e-11\nevent: mark\ndata: {}\n\n")
                .then(log::close)
                .thenRequest(1)
                .verifyComplete();

        assertThat(scraped())
                .contains("soakline_page_events_dropped_total 6.0\n")
                .contains("soakline_page_resyncs_total 1.0\n")
                .contains("soakline_page_browsers 0.0\n");
        assertThat(log.listeners()).isZero();
    }

    private String scraped() {
        return new String(metrics.answer(null).bytes().array(), StandardCharsets.UTF_8);
    }

    @Test
    void stream_givenReaderThatKeepsUp_dropsNothing() {
        StepVerifier.create(EventStream.from(log, 0, loop, metrics).map(EventLogTest::text))
                .then(() -> log.publish("mark", "1"))
                .expectNextMatches(text -> text.contains("data: 1"))
                .then(() -> log.publish("mark", "2"))
                .expectNextMatches(text -> text.contains("data: 2"))
                .thenCancel()
                .verify();

        assertThat(scraped()).contains("soakline_page_events_dropped_total 0.0\n");
    }
}
