package io.soakline.sink.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Deliveries in virtual time on a log in memory; a kill drops the object and keeps the log. */
class DeliveryTest {

    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Target JSON = target("json", Target.Format.JSON, null);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Line> log = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private Function<Message, Answer> receiver = message -> new Answer.Taken();
    private boolean logIsWritable = true;
    private boolean alive;
    private int generation;
    private AlertDelivery delivery = start(JSON);

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Line(Topic topic, String key, byte[] value, long millis) {}

    private static Target target(String name, Target.Format format, @org.jspecify.annotations.Nullable Duration beat) {
        return new Target(
                name,
                format,
                new Secret("http://x/secret-path"),
                null,
                Severity.INFO,
                false,
                Duration.ofSeconds(10),
                beat);
    }

    /** What ran before is dropped as a kill drops it. */
    private AlertDelivery start(Target... targets) {
        int mine = ++generation;
        alive = true;
        delivery = new AlertDelivery(
                List.of(targets),
                WINDOW,
                (target, message, payload) ->
                        mine == generation && alive ? Mono.just(answer(target, message)) : Mono.never(),
                (note, done) -> {
                    if (mine == generation && alive && logIsWritable) {
                        put(
                                Topic.ALERT_NOTES,
                                Keys.of(note),
                                RecordCodec.of(AlertNote.class).encode(note));
                        done.accept(null);
                    } else {
                        done.accept(new IllegalStateException("away"));
                    }
                },
                time,
                () -> 0.5);
        AlertDelivery started = delivery;
        List.copyOf(log).forEach(line -> accept(started, line));
        started.caughtUp();
        var unused = Flux.interval(AlertDelivery.TICK, time)
                .takeWhile(tick -> mine == generation)
                .subscribe(tick -> started.tick());
        return started;
    }

    private Answer answer(Target target, Message message) {
        Answer answer = receiver.apply(message);
        messages.add(message);
        if (answer instanceof Answer.Taken && message.kind() == Message.Kind.NEWS) {
            message.changes()
                    .forEach(change ->
                            sent.add(target.name() + " " + change.alert().getAlertKey() + " "
                                    + change.alert().getState()));
        }
        return answer;
    }

    private void put(Topic topic, String key, byte[] value) {
        Line line = new Line(topic, key, value, time.now(TimeUnit.MILLISECONDS));
        log.add(line);
        if (delivery != null) {
            accept(delivery, line);
        }
    }

    private static void accept(AlertDelivery delivery, Line line) {
        try {
            delivery.accept(line.topic(), line.key(), line.value(), line.millis());
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    private void alert(String key, AlertState state) {
        alert(key, state, "", Severity.WARNING, 7);
    }

    private void alert(String key, AlertState state, String group, Severity severity, long since) {
        Alert alert = Samples.alert(key, state, severity, since);
        alert.setGroup(group);
        put(Topic.ALERTS, key, RecordCodec.of(Alert.class).encode(alert));
    }

    private void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    private AlertNote silence(String pattern, Duration length) {
        AlertNote note = Notes.silence("s", pattern, null, null, length, "me", "", time.now(TimeUnit.MILLISECONDS));
        put(note);
        return note;
    }

    private void put(AlertNote note) {
        put(Topic.ALERT_NOTES, Keys.of(note), RecordCodec.of(AlertNote.class).encode(note));
    }

    /** Bit n of the kills: killed and started again after step n. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void life_givenKillsBetweenTheSteps_isToldOnceEach(int kills) {
        int step = 0;
        for (AlertState state : AlertState.values()) {
            alert("k", state);
            pass(Duration.ofSeconds(10));
            if ((kills >> step++ & 1) == 1) {
                start(JSON);
            }
        }
        pass(Duration.ofMinutes(10));
        assertThat(sent).containsExactly("json k FIRING", "json k RESOLVED");
    }

    @Test
    void kill_givenNoteNotWritten_sendsOnceMoreWithTheSameId() {
        logIsWritable = false;
        alert("k", AlertState.FIRING);
        pass(Duration.ofSeconds(6));
        logIsWritable = true;
        start(JSON);
        pass(Duration.ofMinutes(10));
        start(JSON);
        pass(Duration.ofMinutes(10));
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).id()).isEqualTo(messages.get(1).id());
    }

    @Test
    void kill_givenInsideTheWindow_tellsAfterTheNextStart() {
        alert("k", AlertState.FIRING);
        pass(Duration.ofSeconds(2));
        start(JSON);
        alert("k", AlertState.RESOLVED);
        pass(Duration.ofMinutes(1));
        // It began and was over before anybody was told: one message, about its end.
        assertThat(sent).containsExactly("json k RESOLVED");
    }

    @Test
    void log_readAgainFromItsBeginning_tellsNothing() {
        alert("k", AlertState.FIRING);
        pass(Duration.ofSeconds(6));
        List.copyOf(log).forEach(line -> accept(delivery, line));
        pass(Duration.ofMinutes(10));
        assertThat(sent).hasSize(1);
    }

    @Test
    void log_awayForNotes_isWrittenWhenItIsBackWithoutSendingAgain() {
        logIsWritable = false;
        alert("k", AlertState.FIRING);
        pass(Duration.ofMinutes(10));
        logIsWritable = true;
        pass(Duration.ofSeconds(10));
        start(JSON);
        pass(Duration.ofMinutes(10));
        assertThat(sent).containsExactly("json k FIRING");
    }

    @Test
    void firstStart_givenHistory_tellsOnlyWhatFires() {
        generation++;
        log.clear();
        alert("old", AlertState.FIRING);
        alert("old", AlertState.RESOLVED);
        alert("now", AlertState.FIRING);
        pass(Duration.ofSeconds(1));
        start(JSON);
        pass(Duration.ofMinutes(1));
        assertThat(sent).containsExactly("json now FIRING");
    }

    @Test
    void group_givenSeveralInTheWindow_isOneMessage() {
        alert("a", AlertState.FIRING, "dev/CLOCK", Severity.WARNING, 1);
        pass(Duration.ofSeconds(3));
        alert("b", AlertState.FIRING, "dev/CLOCK", Severity.WARNING, 2);
        alert("c", AlertState.FIRING, "other", Severity.WARNING, 3);
        pass(Duration.ofSeconds(10));
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).changes()).hasSize(2);
    }

    @Test
    void pending_byDefault_isNotTold() {
        alert("k", AlertState.PENDING);
        pass(Duration.ofMinutes(1));
        alert("k", AlertState.RESOLVED);
        pass(Duration.ofMinutes(1));
        assertThat(messages).isEmpty();
    }

    @Test
    void flapping_givenReceiverAway_isToldInItsLastState() {
        receiver = message -> new Answer.Later("HTTP 503", null);
        for (int i = 0; i < 60; i++) {
            alert("k", i % 2 == 0 ? AlertState.FIRING : AlertState.RESOLVED, "", Severity.WARNING, 10 + i / 2);
            pass(Duration.ofSeconds(10));
        }
        alert("k", AlertState.FIRING, "", Severity.WARNING, 99);
        receiver = message -> new Answer.Taken();
        pass(Duration.ofMinutes(2));
        assertThat(sent).containsExactly("json k FIRING");
    }

    @Test
    void severity_givenWorse_isToldAgain() {
        alert("k", AlertState.FIRING, "", Severity.WARNING, 7);
        pass(Duration.ofSeconds(10));
        alert("k", AlertState.FIRING, "", Severity.CRITICAL, 7);
        pass(Duration.ofSeconds(10));
        alert("k", AlertState.FIRING, "", Severity.WARNING, 7);
        pass(Duration.ofSeconds(10));
        assertThat(sent).hasSize(2);
    }

    @Test
    void silence_whileItLasts_holdsBackAndThenTells() {
        silence("k*", Duration.ofHours(2));
        alert("k1", AlertState.FIRING);
        alert("other", AlertState.FIRING);
        pass(Duration.ofMinutes(119));
        assertThat(sent).containsExactly("json other FIRING");
        start(JSON);
        pass(Duration.ofMinutes(2));
        assertThat(sent).containsExactly("json other FIRING", "json k1 FIRING");
    }

    @Test
    void silence_endedEarly_tellsWhatStillFires() {
        AlertNote silence = silence("k*", Duration.ofHours(2));
        alert("k1", AlertState.FIRING);
        alert("k2", AlertState.FIRING);
        pass(Duration.ofMinutes(10));
        alert("k2", AlertState.RESOLVED);
        assertThat(sent).isEmpty();

        put(Notes.endOf(silence, "me", "moved", time.now(TimeUnit.MILLISECONDS)));
        pass(Duration.ofSeconds(10));
        start(JSON);
        pass(Duration.ofMinutes(5));

        assertThat(sent).containsExactlyInAnyOrder("json k1 FIRING", "json k2 RESOLVED");
    }

    @Test
    void silence_givenAfterTheFiringWasTold_letsTheEndThrough() {
        alert("k", AlertState.FIRING);
        pass(Duration.ofSeconds(10));
        silence("k", Duration.ofHours(1));
        alert("k", AlertState.RESOLVED);
        pass(Duration.ofSeconds(10));
        assertThat(sent).containsExactly("json k FIRING", "json k RESOLVED");
    }

    @Test
    void ack_holdsForItsEpisodeAlone() {
        AlertNote ack = Notes.ack(Samples.alert("k", AlertState.PENDING, Severity.WARNING, 7), "me", "on it", 1);
        put(Topic.ALERT_NOTES, Keys.of(ack), RecordCodec.of(AlertNote.class).encode(ack));
        alert("k", AlertState.FIRING, "", Severity.WARNING, 7);
        pass(Duration.ofMinutes(1));
        assertThat(sent).isEmpty();
        alert("k", AlertState.FIRING, "", Severity.WARNING, 8);
        pass(Duration.ofMinutes(1));
        assertThat(sent).containsExactly("json k FIRING");
    }

    @ParameterizedTest
    @CsvSource({"429, 30", "503, 120"})
    void retryAfter_isHonoured(int status, int seconds) {
        receiver = message -> Answer.ofStatus(status, "", Duration.ofSeconds(seconds));
        alert("k", AlertState.FIRING);
        pass(Duration.ofSeconds(6 + seconds - 2));
        assertThat(messages).hasSize(1);
        receiver = message -> new Answer.Taken();
        pass(Duration.ofSeconds(5));
        assertThat(sent).containsExactly("json k FIRING");
    }

    @Test
    void backoff_givenTenMinutesOf500_isToldOnceAndTriesSeldom() {
        receiver = message -> Answer.ofStatus(500, "", null);
        alert("k", AlertState.FIRING);
        pass(Duration.ofMinutes(10));
        assertThat(messages.size()).isBetween(10, 25);
        receiver = message -> new Answer.Taken();
        pass(Duration.ofMinutes(2));
        assertThat(sent).containsExactly("json k FIRING");
    }

    @Test
    void refusal_ofOneAlert_isCountedOnceAndLetsTheOthersThrough() {
        receiver = message -> message.changes().stream()
                        .anyMatch(change -> change.alert().getAlertKey().equals("bad"))
                ? Answer.ofStatus(400, "bad", null)
                : new Answer.Taken();
        for (String key : List.of("a", "bad", "c")) {
            alert(key, AlertState.FIRING, "g", Severity.WARNING, 7);
        }
        pass(Duration.ofMinutes(10));
        assertThat(sent).containsExactly("json a FIRING", "json c FIRING");
        assertThat(delivery.refused()).isEqualTo(1);
        assertThat(messages).hasSize(4);
    }

    @Test
    void targets_doNotHoldEachOtherUp() {
        Target other = target("other", Target.Format.SLACK, null);
        start(JSON, other);
        receiver = message -> messages.size() % 2 == 0 ? Answer.ofStatus(401, "", null) : new Answer.Taken();
        alert("k", AlertState.FIRING);
        pass(Duration.ofSeconds(10));
        assertThat(sent).containsExactly("other k FIRING");
    }

    @Test
    void heartbeat_givenLogAway_stopsAndComesBack() {
        start(target("dms", Target.Format.HEARTBEAT, Duration.ofMinutes(1)));
        pass(Duration.ofMinutes(10));
        int before = messages.size();
        assertThat(before).isBetween(9, 11);
        logIsWritable = false;
        pass(Duration.ofMinutes(10));
        assertThat(messages.size() - before).isLessThanOrEqualTo(2);
        int away = messages.size();
        logIsWritable = true;
        pass(Duration.ofMinutes(5));
        assertThat(messages.size() - away).isBetween(4, 6);
    }

    @Test
    void alertmanager_isRemindedWhileItFiresAndForAWhileAfter() {
        start(target("am", Target.Format.ALERTMANAGER, null));
        alert("k", AlertState.FIRING);
        pass(Duration.ofMinutes(10));
        assertThat(sent).containsExactly("am k FIRING");
        assertThat(messages.size()).isBetween(10, 12);
        alert("k", AlertState.RESOLVED);
        pass(Duration.ofMinutes(60));
        assertThat(messages.size()).isBetween(25, 29);
    }
}
