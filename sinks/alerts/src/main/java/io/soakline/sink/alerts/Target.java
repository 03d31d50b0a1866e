package io.soakline.sink.alerts;

import io.soakline.record.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told.
 *
 * @param name in the notes on the log: what was told to a target is known by its name
 * @param url null for {@link Format#LOG} alone
 * @param token sent as bearer token; null for none
 * @param least alerts below it are not told
 * @param pending whether pending alerts are told, too
 * @param timeout of one request, its answer included
 * @param heartbeat how often it hears that all is well; null for never
 */
public record Target(
        String name,
        Format format,
        @Nullable Secret url,
        @Nullable Secret token,
        Severity least,
        boolean pending,
        Duration timeout,
        @Nullable Duration heartbeat) {

    /** What its messages look like. */
    public enum Format {
        /** {@code POST /api/v2/alerts}; what fires is sent again every minute, as Alertmanager wants it. */
        ALERTMANAGER,
        /** All there is to say, as one JSON object. */
        JSON,
        /** Incoming webhook of Slack, Mattermost, Rocket.Chat. */
        SLACK,
        /** Heartbeats and nothing else, as JSON. */
        HEARTBEAT,
        /** The log of this process. */
        LOG
    }

    /** Where that is, without anything secret. */
    public String place() {
        if (url == null) {
            return name + " (log)";
        }
        URI uri = URI.create(url.value());
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return name + " (" + uri.getScheme() + "://" + uri.getHost() + port + ")";
    }

    /** The text without the parts of the address and the token that open doors. */
    String redact(String text) {
        String redacted = text;
        for (String secret : secrets()) {
            redacted = redacted.replace(secret, "(not shown)");
        }
        return redacted;
    }

    /** The longest first, so that a part never spoils the whole. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        if (token != null) {
            secrets.add(token.value());
        }
        if (url != null) {
            secrets.add(url.value());
            URI uri = URI.create(url.value());
            if (uri.getRawQuery() != null) {
                secrets.add(uri.getRawQuery());
            }
            if (uri.getRawPath() != null && uri.getRawPath().length() > 1) {
                secrets.add(uri.getRawPath());
                // A server may tell only the last part of a path that it does not know.
                for (String part : uri.getRawPath().split("/", -1)) {
                    if (part.length() >= 8) {
                        secrets.add(part);
                    }
                }
            }
        }
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return secrets;
    }
}
