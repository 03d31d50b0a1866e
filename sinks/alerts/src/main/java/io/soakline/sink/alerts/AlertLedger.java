package io.soakline.sink.alerts;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.AlertState;
import io.soakline.record.NoteKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the log says about alerts: their newest states, who looks after them, what is silenced, and what each target was told.
 * Reading the log again changes nothing. Not thread-safe.
 */
public final class AlertLedger {

    /** An alert and what people said about it; null where nobody did. */
    public record Entry(
            Alert alert, @Nullable AlertNote ack, @Nullable AlertNote silence) {}

    /** @param fired whether this episode of the alert has fired, as far as the log still tells */
    private record Known(Alert latest, long recordMillis, boolean fired) {}

    private final RecordCodec<Alert> alertCodec = RecordCodec.of(Alert.class);
    private final RecordCodec<AlertNote> noteCodec = RecordCodec.of(AlertNote.class);
    private final Map<String, Known> alerts = new TreeMap<>();
    private final Map<String, AlertNote> acks = new HashMap<>();
    private final Map<String, AlertNote> silences = new TreeMap<>();
    private final Map<String, Long> servedSinceMillis = new HashMap<>();
    private final Map<String, AlertNote> heartbeats = new HashMap<>();
    private final Map<String, Told> toldOnLog = new HashMap<>();
    /** Told by this process: newer than what the log says, which may come late or be read again from its beginning. */
    private final Map<String, Told> toldHere = new HashMap<>();

    /** @param recordMillis when it was written, by the broker's or the writer's clock */
    public void acceptAlert(String key, byte @Nullable [] value, long recordMillis) throws MalformedRecordException {
        if (value == null) {
            alerts.remove(key);
            return;
        }
        Alert alert = alertCodec.decode(value);
        Known before = alerts.get(key);
        boolean sameEpisode = before != null && before.latest().getSinceNanos() == alert.getSinceNanos();
        boolean fired = alert.getState() == AlertState.FIRING || (sameEpisode && before != null && before.fired());
        alerts.put(key, new Known(alert, recordMillis, fired));
    }

    public void acceptNote(String key, byte @Nullable [] value) throws MalformedRecordException {
        if (value == null) {
            silences.remove(key);
            acks.remove(key);
            toldOnLog.remove(key);
            return;
        }
        AlertNote note = noteCodec.decode(value);
        switch (note.getKind()) {
            case ACK -> acks.put(key, note);
            case SILENCE -> silences.put(key, note);
            case HEARTBEAT -> heartbeats.put(key, note);
            case TARGET -> served(String.valueOf(note.getTarget()), note.getAtNanos() / 1_000_000);
            case TOLD -> {
                Told told = Told.of(note);
                if (told != null) {
                    toldOnLog.put(key, told);
                }
            }
        }
    }

    /** Notes that a target is served since then, unless it has been already. */
    void served(String target, long sinceMillis) {
        servedSinceMillis.merge(target, sinceMillis, Math::min);
    }

    boolean isServed(String target) {
        return servedSinceMillis.containsKey(target);
    }

    void tell(String target, String alertKey, Told told) {
        toldHere.put(Notes.toldKey(target, alertKey), told);
    }

    /** When the newest heartbeat of that instance was written; 0 for none. */
    long heartbeatMillis(String instance) {
        AlertNote note = heartbeats.get("heartbeat/" + instance);
        return note == null ? 0 : note.getAtNanos() / 1_000_000;
    }

    /** Alerts that are pending or firing, the longest first, with what was said about them. */
    public List<Entry> open(long nowMillis) {
        List<Entry> open = new ArrayList<>();
        for (Known known : alerts.values()) {
            if (known.latest().getState() != AlertState.RESOLVED) {
                open.add(new Entry(known.latest(), ack(known.latest()), silence(known.latest(), nowMillis)));
            }
        }
        open.sort((a, b) -> Long.compare(a.alert().getSinceNanos(), b.alert().getSinceNanos()));
        return open;
    }

    /** Silences that have not ended. */
    public Collection<AlertNote> silences(long nowMillis) {
        return silences.values().stream()
                .filter(silence -> lasts(silence, nowMillis))
                .toList();
    }

    /**
     * The silence that has not ended and whose id begins so; empty when there is none.
     *
     * @throws IllegalArgumentException naming their ids, when there are several
     */
    public Optional<AlertNote> silence(String idBegin, long nowMillis) {
        List<AlertNote> found = silences(nowMillis).stream()
                .filter(silence -> Notes.silenceId(silence).startsWith(idBegin))
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("several silences begin with \"" + idBegin + "\": "
                    + String.join(", ", found.stream().map(Notes::silenceId).toList()) + "; give more of the id");
        }
        return found.stream().findFirst();
    }

    /** Null when nobody looks after this episode. */
    @Nullable
    AlertNote ack(Alert alert) {
        AlertNote ack = acks.get("ack/" + alert.getAlertKey());
        Long since = ack == null ? null : ack.getSinceNanos();
        return since != null && since == alert.getSinceNanos() ? ack : null;
    }

    private @Nullable AlertNote silence(Alert alert, long nowMillis) {
        for (AlertNote silence : silences.values()) {
            if (lasts(silence, nowMillis)
                    && matches(silence.getKeyPattern(), alert.getAlertKey())
                    && matches(silence.getKindPattern(), alert.getKind())
                    && matches(silence.getDevicePattern(), alert.getDeviceId())) {
                return silence;
            }
        }
        return null;
    }

    private static boolean lasts(AlertNote silence, long nowMillis) {
        Long until = silence.getUntilNanos();
        return silence.getKind() == NoteKind.SILENCE && until != null && until > nowMillis * 1_000_000;
    }

    private static boolean matches(@Nullable String pattern, @Nullable String text) {
        return pattern == null || (text != null && Glob.matches(pattern, text));
    }

    /** What is news to the target now. */
    List<Change> changes(Target target, long nowMillis) {
        List<Change> changes = new ArrayList<>();
        for (Known known : alerts.values()) {
            Change change = change(target, known, nowMillis);
            if (change != null) {
                changes.add(change);
            }
        }
        return changes;
    }

    private @Nullable Change change(Target target, Known known, long nowMillis) {
        Alert alert = known.latest();
        Told told = told(target, alert.getAlertKey());
        boolean toldThis = told != null && told.sinceNanos() == alert.getSinceNanos();
        if (told != null && told.isOpen() && isOver(alert, toldThis)) {
            // Whoever was told that it began is told that it ended, silenced or not.
            return new Change(resolved(alert, told, toldThis), told.severity());
        }
        boolean news = switch (alert.getState()) {
            case PENDING -> target.pending() && !toldThis;
            case FIRING -> told == null || !toldThis || isMore(alert, told);
            case RESOLVED -> known.fired() && !toldThis && isMissed(target, known);
        };
        boolean wanted = news
                && alert.getSeverity().compareTo(target.least()) >= 0
                && ack(alert) == null
                && silence(alert, nowMillis) == null;
        return wanted ? new Change(alert, told != null && told.isOpen() ? told.severity() : null) : null;
    }

    private static boolean isOver(Alert alert, boolean toldThis) {
        return alert.getState() == AlertState.RESOLVED || (alert.getState() == AlertState.PENDING && !toldThis);
    }

    private static boolean isMore(Alert alert, Told told) {
        return told.state() != AlertState.FIRING || alert.getSeverity().compareTo(told.severity()) > 0;
    }

    /** It fired and was over before anybody was told. What was over before the target was there is history. */
    private boolean isMissed(Target target, Known known) {
        Long since = servedSinceMillis.get(target.name());
        return since != null && known.recordMillis() >= since;
    }

    /** The end of the episode that the target knows, which may not be the newest. */
    private static Alert resolved(Alert alert, Told told, boolean sameEpisode) {
        if (sameEpisode || alert.getState() == AlertState.RESOLVED) {
            return alert;
        }
        return Alert.newBuilder(alert)
                .setState(AlertState.RESOLVED)
                .setSinceNanos(told.sinceNanos())
                .setUpdatedAtNanos(alert.getSinceNanos())
                .build();
    }

    /** What the target knows and should hear again, for receivers that forget: what fires, and what was over lately. */
    List<Change> reminders(Target target, long nowMillis, long resolvedForMillis) {
        List<Change> reminders = new ArrayList<>();
        for (Known known : alerts.values()) {
            Alert alert = known.latest();
            Told told = told(target, alert.getAlertKey());
            if (told != null
                    && told.isTakenAs(alert)
                    && (told.isOpen() || nowMillis - told.atMillis() < resolvedForMillis)) {
                reminders.add(new Change(alert, told.severity()));
            }
        }
        return reminders;
    }

    private @Nullable Told told(Target target, String alertKey) {
        String key = Notes.toldKey(target.name(), alertKey);
        Told here = toldHere.get(key);
        return here != null ? here : toldOnLog.get(key);
    }
}
