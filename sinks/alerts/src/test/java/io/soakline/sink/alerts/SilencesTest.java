package io.soakline.sink.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.Keys;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.AlertNote;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SilencesTest {

    private static final RecordCodec<AlertNote> NOTES = RecordCodec.of(AlertNote.class);
    private static final long NOW_MILLIS = 1_000_000;

    private final AlertLedger ledger = new AlertLedger();

    @Test
    void silence_isFoundByTheBeginningOfItsId() throws MalformedRecordException {
        AlertNote rack = add("0f-rack", null, "orin-*");
        add("1a-fan", "fan/*", null);

        assertThat(ledger.silence("0", NOW_MILLIS)).contains(rack);
        assertThat(ledger.silence("0f-rack", NOW_MILLIS)).contains(rack);
        assertThat(ledger.silence("2", NOW_MILLIS)).isEmpty();
        assertThat(ledger.silence("0", NOW_MILLIS + Duration.ofHours(1).toMillis()))
                .isEmpty();
        assertThat(Notes.silenceId(rack)).isEqualTo("0f-rack");
    }

    @Test
    void silence_givenABeginningOfSeveralIds_namesThem() throws MalformedRecordException {
        add("0f-rack", null, "orin-*");
        add("0f-fan", "fan/*", null);

        assertThatThrownBy(() -> ledger.silence("0f", NOW_MILLIS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0f-fan, 0f-rack");
    }

    @Test
    void end_leavesNothingSilencedAndKeepsWhoEndedIt() throws MalformedRecordException {
        AlertNote silence = add("0f-rack", "latency/*", null);
        byte[] alert = RecordCodec.of(io.soakline.record.Alert.class)
                .encode(Samples.alert("latency/7", AlertState.FIRING, Severity.WARNING, 7));
        ledger.acceptAlert("latency/7", alert, NOW_MILLIS);
        assertThat(ledger.open(NOW_MILLIS))
                .singleElement()
                .satisfies(entry -> assertThat(entry.silence()).isNotNull());

        AlertNote end = Notes.endOf(silence, "ann", "rack is back", NOW_MILLIS);
        put(end);

        assertThat(Keys.of(end)).isEqualTo(Keys.of(silence));
        assertThat(ledger.silences(NOW_MILLIS)).isEmpty();
        assertThat(ledger.open(NOW_MILLIS))
                .singleElement()
                .satisfies(entry -> assertThat(entry.silence()).isNull());
        assertThat(end.getBy() + " " + end.getReason()).isEqualTo("ann rack is back");
    }

    @Test
    void silence_ofCenturies_lasts() throws MalformedRecordException {
        put(Notes.silence("long", "k", null, null, Duration.ofDays(400 * 365), "me", "scrapped", NOW_MILLIS));
        assertThat(ledger.silences(NOW_MILLIS)).hasSize(1);
    }

    @Test
    void words_sayWhatIsHeldBack() throws MalformedRecordException {
        assertThat(AlertWords.silenced(add("a", "latency/*", "orin-*"))).isEqualTo("key latency/*, device orin-*");
        assertThat(AlertWords.silenced(add("b", null, null))).isEqualTo("every alert");
    }

    private AlertNote add(String id, @Nullable String key, @Nullable String device) throws MalformedRecordException {
        AlertNote note = Notes.silence(id, key, null, device, Duration.ofMinutes(30), "me", "", NOW_MILLIS);
        put(note);
        return note;
    }

    private void put(AlertNote note) throws MalformedRecordException {
        ledger.acceptNote(Keys.of(note), NOTES.encode(note));
    }
}
