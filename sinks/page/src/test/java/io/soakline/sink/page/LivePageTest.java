package io.soakline.sink.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpMethod;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.record.AlertState;
import io.soakline.record.RunExit;
import io.soakline.record.Severity;
import io.soakline.sink.page.Browser.Answer;
import io.soakline.sink.page.Browser.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class LivePageTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    /** Of three panes: four runs, then four times a pane and three windows, six agreements, ten samples; caught up. */
    private static final int SIGNALS = 4 + 3 * (4 * 4 + 6 + 10) + 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LivePage page = LivePage.start(PageSettings.loopback(0));
    private final Browser browser = new Browser(page.url());
    private final PageFixture fixture = new PageFixture(START, PageFixture.PLAYERS);

    @AfterEach
    void close() {
        page.close();
    }

    private void attach() {
        fixture.tellRuns();
        fixture.tellPanes(3);
        fixture.caughtUp();
        page.attach(fixture, "memory");
    }

    private JsonNode state() throws IOException {
        return JSON.readTree(browser.get("/api/state").body());
    }

    @Test
    void index_givenAnyState_isStaticAndStrict() {
        Answer answer = browser.get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self' data:")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.headers().get("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.headers().get("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body()).doesNotContain("{{", "http://", "https://", "<style", "style=", "onclick");
    }

    @Test
    void assets_givenNamesFromTheIndex_areServedForEver() {
        Matcher names = Pattern.compile("/assets/[0-9a-f]{16}/[A-Za-z.]+")
                .matcher(browser.get("/").body());

        int found = 0;
        while (names.find()) {
            Answer answer = browser.get(names.group());
            assertThat(answer.status()).as(names.group()).isEqualTo(200);
            assertThat(answer.headers().get("Cache-Control")).contains("immutable");
            assertThat(answer.headers().get("Content-Type")).isNotEqualTo("application/octet-stream");
            found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(6);
    }

    @Test
    void request_givenOtherPathOrMethod_isRefused() {
        assertThat(browser.get("/nothing").status()).isEqualTo(404);
        assertThat(browser.get("/assets/../../secret").status()).isEqualTo(404);
        assertThat(browser.send(HttpMethod.POST, "/api/state").status()).isEqualTo(405);
        assertThat(browser.send(HttpMethod.HEAD, "/").body()).isEmpty();
        assertThat(browser.get("/health").body()).isEqualTo("ok\n");
    }

    @Test
    void request_givenForeignHostName_isRefused() {
        assertThat(browser.get("/api/state", "Host", "evil.example:8080").status())
                .isEqualTo(403);
        assertThat(browser.get("/api/state", "Host", "localhost:8080").status()).isEqualTo(200);
        assertThat(browser.get("/api/state", "Host", "[::1]:8080").status()).isEqualTo(200);
    }

    @Test
    void state_givenSoak_holdsRunsHistoryAgreementsDevicesAndLedger() throws IOException {
        attach();

        JsonNode state = state();

        assertThat(state.at("/feed/state").asText()).isEqualTo("live");
        assertThat(state.get("runs")).hasSize(4);
        JsonNode run = state.at("/runs/0");
        assertThat(run.at("/about/compiler").asText()).isEqualTo("tvm");
        assertThat(run.at("/history/endMillis")).hasSize(3);
        assertThat(run.at("/history/endMillis/0").asLong()).isEqualTo(START.toEpochMilli() + 10_000);
        assertThat(run.at("/history/p999Nanos/0").isNull())
                .as("753 inferences are too few for a p99.9")
                .isTrue();
        assertThat(run.at("/windows/run/n").asLong())
                .isEqualTo(run.at("/ledger/paned").asLong())
                .isPositive();
        assertThat(run.at("/max/nanos").asLong())
                .isEqualTo(run.at("/windows/run/maxNanos").asLong());
        assertThat(state.get("agreements")).hasSize(6);
        assertThat(state.at("/devices/0/channels/5/notOffered").asText()).contains("no thermal zone");
    }

    @Test
    void stage_givenNoLogYet_isOnThePage() throws IOException {
        page.stage("autotvm", 0.25, "task 3 of 12");
        page.stage("tvm", Double.NaN, "reading the model");
        page.stage("autotvm", 0.5, "task 6 of 12");
        page.stageFailed("tensorrt", "no GPU here");

        JsonNode stages = state().get("stages");

        assertThat(stages).hasSize(3);
        assertThat(stages.at("/0/fraction").asDouble()).isEqualTo(0.5);
        assertThat(stages.at("/0/detail").asText()).isEqualTo("task 6 of 12");
        assertThat(stages.at("/1/fraction").isNull()).isTrue();
        assertThat(stages.at("/2/state").asText()).isEqualTo("failed");
    }

    @Test
    void events_givenRecordsAfterTheState_tellEachOnceInOrder() throws Exception {
        attach();
        String after = state().at("/config/lastEventId").asText();

        try (Browser.Stream stream = browser.events("/events?after=" + after, null)) {
            fixture.tell(fixture.alert("p99-raised", Severity.WARNING, AlertState.FIRING, "it rose"));
            page.mark(START, "disturbed");
            fixture.tellEnd(0, RunExit.KILLED, "signal 9");
            List<Event> events = stream.take(3);

            assertThat(events).extracting(Event::type).containsExactly("alert", "mark", "run");
            long first = sequence(events.get(0).id());
            assertThat(first).isEqualTo(sequence(after) + 1);
            assertThat(sequence(events.get(2).id())).isEqualTo(first + 2);
            assertThat(events.get(2).data()).contains("\"exit\":\"killed\"");
        }
    }

    @Test
    void events_givenLastEventId_goOnWithoutGapOrDuplicate() throws Exception {
        attach();
        String after = state().at("/config/lastEventId").asText();
        String seen;
        try (Browser.Stream stream = browser.events("/events?after=" + after, null)) {
            fixture.tellPane();
            seen = stream.take(5).get(4).id();
        }

        fixture.tellPane();
        page.mark(START, "last");

        try (Browser.Stream stream = browser.events("/events?after=" + after, seen)) {
            long last = sequence(state().at("/config/lastEventId").asText());
            int missing = (int) (last - sequence(seen));
            List<Event> events = stream.take(missing);
            assertThat(events)
                    .extracting(event -> sequence(event.id()))
                    .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(sequence(seen) + 1, last)
                            .boxed()
                            .toList());
            assertThat(events.get(missing - 1).data()).contains("\"last\"");
        }
    }

    @Test
    void events_givenPositionOfAnEarlierLife_startOver() throws Exception {
        page.mark(START, "one");

        try (Browser.Stream stream = browser.events("/events", "deadbeef-7")) {
            assertThat(stream.take(1)).extracting(Event::type).containsExactly("resync");
        }
    }

    @Test
    void events_givenHostileNames_stayOneEventOfPlainJson() throws Exception {
        String hostile = "<img src=x onerror=alert(1)>\n\ndata: {}\u2028</script>";
        attach();
        String after = state().at("/config/lastEventId").asText();
        try (Browser.Stream stream = browser.events("/events?after=" + after, null)) {
            page.mark(START, hostile);
            Event event = stream.take(1).get(0);

            assertThat(JSON.readTree(event.data()).get("label").asText()).isEqualTo(hostile);
        }
        assertThat(browser.get("/").body()).doesNotContain("onerror");
    }

    @Test
    void history_givenFeedThatStartsOver_isTheSame() throws IOException {
        attach();
        JsonNode once = state().get("runs");

        PageFixture again = new PageFixture(START, PageFixture.PLAYERS);
        again.tellRuns();
        again.tellPanes(3);
        again.caughtUp();
        try (LivePage twice = LivePage.start(PageSettings.loopback(0))) {
            twice.attach(() -> Flux.concat(fixture.follow().take(SIGNALS), again.follow()), "memory");
            JsonNode state =
                    JSON.readTree(new Browser(twice.url()).get("/api/state").body());

            assertThat(state.get("runs")).isEqualTo(once);
        }
    }

    @Test
    void attach_givenFeedThatBreaks_saysSoAndTriesAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(2);
        fixture.tellRuns();
        fixture.caughtUp();

        page.attach(
                () -> {
                    second.countDown();
                    return tries.getAndIncrement() == 0
                            ? Flux.error(new IllegalStateException("broker went away"))
                            : fixture.follow();
                },
                "kafka");

        assertThat(state().at("/feed/state").asText()).isEqualTo("lost");
        assertThat(state().at("/feed/detail").asText()).isEqualTo("kafka: broker went away");
        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void metrics_givenUnreadableRecords_countThem() {
        attach();
        fixture.tellUnreadable("soakline.panes-0 offset 3", "not a record");

        assertThat(browser.get("/metrics").body())
                .contains("soakline_page_unreadable_total 1.0\n")
                .contains("# TYPE soakline_page_records_total counter");
    }

    @Test
    void metrics_givenThoseOfOthers_showThemToo() {
        PrometheusRegistry other = new PrometheusRegistry();
        page.alsoMeasure(other);
        Counter.builder()
                .name("soakline_flow_panes")
                .help("Panes written.")
                .register(other)
                .inc(3);

        assertThat(browser.get("/metrics").body())
                .contains("soakline_flow_panes_total 3.0\n")
                .contains("soakline_page_records_total ");
    }

    @Test
    void close_givenOpenStream_endsIt() throws Exception {
        String after = state().at("/config/lastEventId").asText();
        try (Browser.Stream stream = browser.events("/events?after=" + after, null)) {
            page.mark(START, "x");
            stream.take(1);
            page.close();

            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!stream.hasEnded() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(stream.hasEnded()).isTrue();
        }
    }

    @Test
    void start_givenTakenPort_saysWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PageSettings settings = PageSettings.loopback(taken.getLocalPort());

            assertThatThrownBy(() -> LivePage.start(settings))
                    .isInstanceOf(PageException.class)
                    .hasMessage("port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken; choose another with --port, or --port 0 for any free one");
        }
    }

    @Test
    void token_givenInAddress_becomesACookieAndLeavesTheAddress() {
        String token = "0123456789abcdef0123";
        try (LivePage guarded = LivePage.start(new PageSettings("127.0.0.1", 0, token))) {
            Browser stranger = new Browser(guarded.url());
            assertThat(stranger.get("/").status()).isEqualTo(401);
            assertThat(stranger.get("/metrics").status()).isEqualTo(401);
            assertThat(stranger.get("/?token=0123456789abcdef0124").status()).isEqualTo(401);
            assertThat(stranger.get("/health").status()).isEqualTo(200);

            Answer known = stranger.get("/?token=" + token);
            assertThat(known.status()).isEqualTo(303);
            assertThat(known.headers().get("Location")).isEqualTo("/");
            String cookie = known.headers().get("Set-Cookie");
            assertThat(cookie)
                    .containsIgnoringCase("HttpOnly")
                    .contains("SameSite=Strict")
                    .doesNotContain(token);

            assertThat(stranger.get("/", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                            .status())
                    .isEqualTo(200);
            assertThat(stranger.get("/", "Cookie", "soakline=" + token).status())
                    .isEqualTo(401);
            assertThat(stranger.get("/api/state", "Authorization", "Bearer " + token)
                            .status())
                    .isEqualTo(200);
        }
    }

    private static long sequence(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }
}
