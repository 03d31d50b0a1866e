package io.soakline.sink.alerts;

import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.NoteKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes notes. */
public final class Notes {

    private static final String SILENCE_KEY = "silence/";

    private Notes() {}

    /** Somebody looks after this episode of the alert. */
    public static AlertNote ack(Alert alert, String by, String reason, long nowMillis) {
        return note(NoteKind.ACK, "ack/" + alert.getAlertKey(), nowMillis)
                .setBy(by)
                .setReason(reason)
                .setAlertKey(alert.getAlertKey())
                .setSinceNanos(alert.getSinceNanos())
                .build();
    }

    /**
     * What matches all patterns that are given is not told for a while.
     *
     * @param id of the silence: another with the same takes its place
     */
    public static AlertNote silence(
            String id,
            @Nullable String keyPattern,
            @Nullable String kindPattern,
            @Nullable String devicePattern,
            Duration length,
            String by,
            String reason,
            long nowMillis) {
        return note(NoteKind.SILENCE, SILENCE_KEY + id, nowMillis)
                .setKeyPattern(keyPattern)
                .setKindPattern(kindPattern)
                .setDevicePattern(devicePattern)
                // Centuries end with the last moment that a record can name.
                .setUntilNanos(TimeUnit.MILLISECONDS.toNanos(nowMillis + length.toMillis()))
                .setBy(by)
                .setReason(reason)
                .build();
    }

    /** The silence is over now: what it held back and still fires is told. */
    public static AlertNote endOf(AlertNote silence, String by, String reason, long nowMillis) {
        return AlertNote.newBuilder(silence)
                .setAtNanos(nowMillis * 1_000_000)
                .setUntilNanos(nowMillis * 1_000_000)
                .setBy(by)
                .setReason(reason)
                .build();
    }

    /** The id that a silence was made with. */
    public static String silenceId(AlertNote silence) {
        return silence.getNoteKey().substring(SILENCE_KEY.length());
    }

    static AlertNote told(String target, Alert alert, long nowMillis) {
        return note(NoteKind.TOLD, toldKey(target, alert.getAlertKey()), nowMillis)
                .setTarget(target)
                .setAlertKey(alert.getAlertKey())
                .setSinceNanos(alert.getSinceNanos())
                .setToldState(alert.getState().name())
                .setToldSeverity(alert.getSeverity().name())
                .build();
    }

    static String toldKey(String target, String alertKey) {
        return "told/" + target + "/" + alertKey;
    }

    static AlertNote target(String target, long nowMillis) {
        return note(NoteKind.TARGET, "target/" + target, nowMillis)
                .setTarget(target)
                .build();
    }

    static AlertNote heartbeat(String instance, long nowMillis) {
        return note(NoteKind.HEARTBEAT, "heartbeat/" + instance, nowMillis).build();
    }

    private static AlertNote.Builder note(NoteKind kind, String key, long nowMillis) {
        return AlertNote.newBuilder().setKind(kind).setNoteKey(key).setAtNanos(nowMillis * 1_000_000);
    }
}
