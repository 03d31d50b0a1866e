package io.soakline.sink.page;

import static io.soakline.sink.page.Views.finite;
import static io.soakline.sink.page.Views.maybeMillis;
import static io.soakline.sink.page.Views.millis;
import static io.soakline.sink.page.Views.name;
import static io.soakline.sink.page.Views.sentence;

import io.soakline.record.Alert;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An alert in its newest state. */
record AlertView(
        String key,
        String kind,
        String subject,
        @Nullable String run,
        String severity,
        String state,
        long sinceMillis,
        long updatedAtMillis,
        @Nullable Double size,
        @Nullable Double sizeLow,
        @Nullable Double sizeHigh,
        String unit,
        String evidence,
        @Nullable String causeHint,
        List<CauseView> causes,
        @Nullable String device,
        String group,
        @Nullable Long changeAtMillis,
        @Nullable Long changeFromMillis,
        @Nullable Long changeToMillis,
        @Nullable Double expectedByChancePerWeek) {

    private static final int MOST_CAUSES = 4;

    static AlertView of(Alert a) {
        return new AlertView(
                name(a.getAlertKey()),
                name(a.getKind()),
                name(a.getSubject()),
                a.getRunId() == null ? null : name(a.getRunId()),
                a.getSeverity().name().toLowerCase(Locale.ROOT),
                a.getState().name().toLowerCase(Locale.ROOT),
                millis(a.getSinceNanos()),
                millis(a.getUpdatedAtNanos()),
                finite(a.getSize()),
                finite(a.getSizeLow()),
                finite(a.getSizeHigh()),
                name(a.getUnit()),
                sentence(a.getEvidence()),
                a.getCauseHint() == null ? null : sentence(a.getCauseHint()),
                a.getCauses().stream()
                        .limit(MOST_CAUSES)
                        .map(cause -> new CauseView(name(cause.getCause()), sentence(cause.getEvidence())))
                        .toList(),
                a.getDeviceId() == null ? null : name(a.getDeviceId()),
                name(a.getGroup()),
                maybeMillis(a.getChangeAtNanos()),
                maybeMillis(a.getChangeFromNanos()),
                maybeMillis(a.getChangeToNanos()),
                finite(a.getExpectedByChancePerWeek()));
    }

    /** What was seen that explains an alert. */
    record CauseView(String cause, String evidence) {}
}
