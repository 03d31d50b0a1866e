package io.soakline.sink.alerts;

import io.soakline.record.Alert;
import io.soakline.record.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What a target has not been told yet.
 *
 * @param alert in the state that is news
 * @param toldSeverity as the target knows it; null when it knows nothing of this alert
 */
record Change(Alert alert, @Nullable Severity toldSeverity) {}
