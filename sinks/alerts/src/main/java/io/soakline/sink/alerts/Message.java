package io.soakline.sink.alerts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What is sent at once.
 *
 * @param group of its alerts; empty for reminders and heartbeats
 * @param changes none for a heartbeat
 * @param id the same however often the same news is sent to the same target
 */
record Message(Kind kind, String group, List<Change> changes, String id) {

    enum Kind {
        NEWS,
        REMINDER,
        HEARTBEAT
    }

    static Message news(String target, String group, List<Change> changes) {
        StringBuilder text = new StringBuilder(target);
        for (Change change : changes) {
            text.append('\n')
                    .append(change.alert().getAlertKey())
                    .append('\n')
                    .append(change.alert().getSinceNanos())
                    .append(change.alert().getState())
                    .append(change.alert().getSeverity());
        }
        return new Message(Kind.NEWS, group, changes, hash(text.toString()));
    }

    static Message reminder(List<Change> changes) {
        return new Message(Kind.REMINDER, "", changes, "reminder");
    }

    static Message heartbeat(String target, long nowMillis) {
        return new Message(Kind.HEARTBEAT, "", List.of(), hash(target + "\n" + nowMillis));
    }

    /** What a receiver may know an alert by, over all its episodes. */
    static String fingerprint(String alertKey) {
        return hash(alertKey);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
