package io.soakline.sink.alerts;

import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Alerts in words. */
public final class AlertWords {

    private AlertWords() {}

    /** Kind, subject and device. */
    static String title(Alert alert) {
        String device = alert.getDeviceId();
        boolean named = device == null || isWordOf(alert.getSubject(), device);
        return alert.getKind() + ": " + alert.getSubject() + (named ? "" : " on " + device);
    }

    /** The device "vm" is a word of "tvm on vm" and none of "autotvm". */
    private static boolean isWordOf(String text, String word) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])")
                .matcher(text)
                .find();
    }

    /** Size with its interval and unit; empty when there is none. */
    public static String size(Alert alert) {
        Double size = alert.getSize();
        if (size == null) {
            return "";
        }
        // A change says its sign.
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, alert.getUnit().startsWith("%") ? "%+.3g" : "%.3g", size));
        Double low = alert.getSizeLow();
        Double high = alert.getSizeHigh();
        if (low != null && high != null) {
            text.append(String.format(Locale.ROOT, " [%.3g, %.3g]", low, high));
        }
        return text.append(alert.getUnit().isEmpty() ? "" : " " + alert.getUnit())
                .toString();
    }

    /** What explains it best; null when nothing is known. */
    public static @Nullable String cause(Alert alert) {
        if (alert.getCauses().isEmpty()) {
            return alert.getCauseHint();
        }
        var first = alert.getCauses().get(0);
        String words = first.getCause().toLowerCase(Locale.ROOT).replace('_', ' ');
        return first.getEvidence().isEmpty() ? words : words + ", " + first.getEvidence();
    }

    /** What a silence holds back, as its patterns say. */
    public static String silenced(AlertNote silence) {
        StringJoiner patterns = new StringJoiner(", ");
        if (silence.getKeyPattern() != null) {
            patterns.add("key " + silence.getKeyPattern());
        }
        if (silence.getKindPattern() != null) {
            patterns.add("kind " + silence.getKindPattern());
        }
        if (silence.getDevicePattern() != null) {
            patterns.add("device " + silence.getDevicePattern());
        }
        return patterns.length() == 0 ? "every alert" : patterns.toString();
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public static Instant moment(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
