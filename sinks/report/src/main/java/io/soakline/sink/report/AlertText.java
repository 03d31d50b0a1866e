package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.AlertSummary;
import io.soakline.sink.report.SoakSummary.CauseSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An alert in words. */
public final class AlertText {

    private final AlertSummary alert;

    public AlertText(AlertSummary alert) {
        this.alert = alert;
    }

    /** Kind, subject, size with interval, and its times. */
    public String what() {
        StringBuilder text = new StringBuilder(alert.kind()).append(", ").append(alert.subject());
        Double size = alert.size();
        if (size != null) {
            text.append(", ").append(size(size));
        }
        if (alert.firedAt() == null || alert.resolvedAt() == null) {
            text.append(", since ").append(alert.since());
        } else {
            text.append(", fired ").append(alert.firedAt()).append(", resolved after ");
            text.append(between(alert.firedAt(), alert.resolvedAt()));
        }
        if (alert.fired() > 1) {
            text.append(", ").append(alert.fired()).append(" times");
        }
        return text.toString();
    }

    private String size(double size) {
        String unit = alert.unit() == null || alert.unit().isEmpty() ? "" : " " + alert.unit();
        Double low = alert.sizeLow();
        Double high = alert.sizeHigh();
        String interval = low == null || high == null ? "" : String.format(Locale.ROOT, " [%.3g, %.3g]", low, high);
        // A change says its sign.
        String form = unit.startsWith(" %") ? "%+.3g" : "%.3g";
        return String.format(Locale.ROOT, form, size) + interval + unit;
    }

    private static String between(String from, String to) {
        return Figures.seconds(Duration.between(Instant.parse(from), Instant.parse(to)));
    }

    /** The figures, and what they are put down to. */
    public List<String> why() {
        List<String> lines = new ArrayList<>();
        add(lines, alert.evidence());
        if (alert.causes().isEmpty()) {
            add(lines, alert.causeHint() == null ? null : "cause: " + alert.causeHint());
        } else {
            CauseSummary first = alert.causes().get(0);
            add(
                    lines,
                    "cause: " + CauseWords.of(first.cause())
                            + (first.evidence().isEmpty() ? "" : ", " + first.evidence()));
        }
        return lines;
    }

    private static void add(List<String> lines, @Nullable String line) {
        if (line != null && !line.isEmpty()) {
            lines.add(line);
        }
    }
}
