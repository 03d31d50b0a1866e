package io.soakline.sink.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages as the receivers want them. */
final class Payloads {

    /** Slack takes more and shows fewer. */
    static final int SLACK_ATTACHMENTS = 20;

    private static final long MILLIS_OF_A_REMINDER = TargetQueue.REMIND_EVERY.toMillis();

    private final ObjectMapper mapper = new ObjectMapper();
    private final AlertLedger ledger;

    Payloads(AlertLedger ledger) {
        this.ledger = ledger;
    }

    String of(Target target, Message message, long nowMillis) {
        JsonNode payload = switch (target.format()) {
            case ALERTMANAGER -> alertmanager(target, message, nowMillis);
            case SLACK -> slack(message);
            case JSON, HEARTBEAT, LOG -> json(message, nowMillis);
        };
        try {
            return mapper.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing text cannot fail", e);
        }
    }

    /**
     * The array of {@code POST /api/v2/alerts}. Labels are what Alertmanager knows an alert by, so they hold only what stays
     * while it lasts; an alert that becomes worse ends under its old severity and goes on under the new one.
     */
    private ArrayNode alertmanager(Target target, Message message, long nowMillis) {
        ArrayNode all = mapper.createArrayNode();
        if (message.kind() == Message.Kind.HEARTBEAT) {
            long every = target.heartbeat() == null ? 0 : target.heartbeat().toMillis();
            ObjectNode alive = all.addObject();
            alive.putObject("labels").put("alertname", "SoaklineAlive").put("severity", "none");
            alive.putObject("annotations").put("summary", "Soakline reads its log and delivers alerts");
            // Without it Alertmanager takes the end for the start, which then lies ahead for ever.
            alive.put("startsAt", Instant.ofEpochMilli(nowMillis).toString());
            alive.put("endsAt", Instant.ofEpochMilli(nowMillis + 4 * every).toString());
            return all;
        }
        for (Change change : message.changes()) {
            Alert alert = change.alert();
            Severity known = change.toldSeverity();
            boolean over = alert.getState() == AlertState.RESOLVED;
            if (known != null && known != alert.getSeverity()) {
                alertmanager(all.addObject(), alert, known, true, nowMillis);
            }
            if (!over || known == null || known == alert.getSeverity()) {
                alertmanager(all.addObject(), alert, alert.getSeverity(), over, nowMillis);
            }
        }
        return all;
    }

    private void alertmanager(ObjectNode out, Alert alert, Severity severity, boolean over, long nowMillis) {
        ObjectNode labels = out.putObject("labels");
        labels.put("alertname", alert.getKind())
                .put("alert_key", alert.getAlertKey())
                .put("subject", alert.getSubject())
                .put("severity", AlertWords.lower(severity));
        putIfKnown(labels, "device", alert.getDeviceId());
        ObjectNode annotations = out.putObject("annotations");
        annotations
                .put("summary", AlertWords.title(alert))
                .put("description", alert.getEvidence())
                .put("fingerprint", Message.fingerprint(alert.getAlertKey()));
        putIfKnown(annotations, "size", AlertWords.size(alert));
        putIfKnown(annotations, "cause", AlertWords.cause(alert));
        putIfKnown(annotations, "group", alert.getGroup());
        putIfKnown(annotations, "run", alert.getRunId());
        putIfKnown(annotations, "acknowledged", acknowledged(alert));
        Instant now = Instant.ofEpochMilli(nowMillis);
        Instant starts = earlier(AlertWords.moment(alert.getSinceNanos()), now);
        out.put("startsAt", starts.toString());
        Instant ends = over
                // An end that lies ahead would be no end, and one before the start is refused.
                ? later(starts, earlier(AlertWords.moment(alert.getUpdatedAtNanos()), now))
                : now.plusMillis(4 * MILLIS_OF_A_REMINDER);
        out.put("endsAt", ends.toString());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    private ObjectNode json(Message message, long nowMillis) {
        boolean heartbeat = message.kind() == Message.Kind.HEARTBEAT;
        ObjectNode out = mapper.createObjectNode()
                .put("version", 1)
                .put("type", heartbeat ? "heartbeat" : "alerts")
                .put("messageId", message.id())
                .put("sentAt", Instant.ofEpochMilli(nowMillis).toString());
        if (heartbeat) {
            return out;
        }
        out.put("group", message.group());
        ArrayNode alerts = out.putArray("alerts");
        message.changes().forEach(change -> json(alerts.addObject(), change.alert()));
        return out;
    }

    private void json(ObjectNode out, Alert alert) {
        out.put("fingerprint", Message.fingerprint(alert.getAlertKey()))
                .put("key", alert.getAlertKey())
                .put("kind", alert.getKind())
                .put("subject", alert.getSubject())
                .put("state", AlertWords.lower(alert.getState()))
                .put("severity", AlertWords.lower(alert.getSeverity()))
                .put("since", AlertWords.moment(alert.getSinceNanos()).toString())
                .put("updated", AlertWords.moment(alert.getUpdatedAtNanos()).toString())
                .put("evidence", alert.getEvidence());
        putFinite(out, "size", alert.getSize());
        putFinite(out, "sizeLow", alert.getSizeLow());
        putFinite(out, "sizeHigh", alert.getSizeHigh());
        putIfKnown(out, "unit", alert.getUnit());
        putIfKnown(out, "cause", AlertWords.cause(alert));
        putIfKnown(out, "device", alert.getDeviceId());
        putIfKnown(out, "run", alert.getRunId());
        putIfKnown(out, "acknowledged", acknowledged(alert));
    }

    private ObjectNode slack(Message message) {
        List<Change> shown = message.changes()
                .subList(0, Math.min(SLACK_ATTACHMENTS, message.changes().size()));
        ObjectNode out = mapper.createObjectNode();
        out.put("text", escape(headline(message.changes())));
        ArrayNode attachments = out.putArray("attachments");
        for (Change change : shown) {
            Alert alert = change.alert();
            ObjectNode one = attachments.addObject();
            String title = alert.getState() + " " + AlertWords.title(alert);
            one.put("color", colour(alert))
                    .put("fallback", escape(title))
                    .put("title", escape(title))
                    .put("text", escape(alert.getEvidence()));
            ArrayNode fields = one.putArray("fields");
            field(fields, "severity", AlertWords.lower(alert.getSeverity()));
            field(fields, "size", AlertWords.size(alert));
            field(fields, "cause", AlertWords.cause(alert));
            field(fields, "device", alert.getDeviceId());
            field(fields, "acknowledged", acknowledged(alert));
            one.put("footer", "soakline " + Message.fingerprint(alert.getAlertKey()));
            one.put("ts", alert.getSinceNanos() / 1_000_000_000L);
        }
        int more = message.changes().size() - shown.size();
        if (more > 0) {
            attachments.addObject().put("fallback", more + " more").put("text", "and " + more + " more");
        }
        return out;
    }

    static String headline(List<Change> changes) {
        if (changes.size() == 1) {
            Alert alert = changes.get(0).alert();
            return alert.getState() + " " + AlertWords.title(alert);
        }
        List<String> counts = new ArrayList<>();
        for (AlertState state : List.of(AlertState.FIRING, AlertState.PENDING, AlertState.RESOLVED)) {
            long count = changes.stream()
                    .filter(change -> change.alert().getState() == state)
                    .count();
            if (count > 0) {
                counts.add(count + " " + AlertWords.lower(state));
            }
        }
        String group = changes.get(0).alert().getGroup();
        return String.join(", ", counts) + (group.isEmpty() ? "" : ": " + group);
    }

    private static String colour(Alert alert) {
        if (alert.getState() == AlertState.RESOLVED) {
            return "good";
        }
        return alert.getSeverity() == Severity.CRITICAL ? "danger" : "warning";
    }

    private static void field(ArrayNode fields, String title, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            fields.addObject().put("title", title).put("value", escape(value)).put("short", value.length() < 40);
        }
    }

    /** The three characters that mean something to Slack. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private @Nullable String acknowledged(Alert alert) {
        AlertNote ack = ledger.ack(alert);
        if (ack == null) {
            return null;
        }
        return ack.getBy() + (ack.getReason().isEmpty() ? "" : ": " + ack.getReason());
    }

    private static void putIfKnown(ObjectNode out, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.put(name, value);
        }
    }

    private static void putFinite(ObjectNode out, String name, @Nullable Double value) {
        if (value != null && Double.isFinite(value)) {
            out.put(name, value);
        }
    }
}
