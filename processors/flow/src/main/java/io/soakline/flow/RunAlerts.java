package io.soakline.flow;

import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.Severity;
import io.soakline.statistics.ClopperPearson;
import io.soakline.statistics.Loss;
import io.soakline.statistics.Repeatability;
import io.soakline.statistics.WindowStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The alerts about a run: its crash, differing or non-finite outputs, lost telemetry. */
final class RunAlerts {

    private static final String CRASHED = "engine-crashed";
    private static final String UNREPEATABLE = "repeatability-broken";
    private static final String NON_FINITE = "non-finite-output";
    private static final String LOST = "telemetry-lost";

    private final AlertBook book = new AlertBook(Set.of(CRASHED, UNREPEATABLE, NON_FINITE, LOST));

    void restore(List<ConsumerRecord<byte[], byte[]>> records) {
        book.restore(records);
    }

    /**
     * What is to be written after a pane.
     *
     * @param window over which outputs are judged
     * @param loss of the whole run
     * @param ended whether this was the run's last pane
     */
    List<Alert> judge(
            RunIdentity identity, @Nullable Run run, WindowStatistics window, Loss loss, boolean ended, long atNanos) {
        List<Alert> changed = new ArrayList<>();
        String subject = run == null ? identity.engineId() : run.getEngineName();
        Writer writer = new Writer(identity.runId(), subject, atNanos, changed);
        repeatability(writer, window.repeatability());
        nonFinite(writer, window);
        lost(writer, loss);
        RunEnd end = run == null ? null : run.getEnd();
        if (ended && end != null && end.getExit() != RunExit.COMPLETED) {
            writer.fire(
                    CRASHED,
                    Severity.CRITICAL,
                    null,
                    null,
                    "",
                    String.format(Locale.ROOT, "run %s ended as %s: %s", identity.runId(), end.getExit(), reason(end)),
                    null);
        }
        return changed;
    }

    static String reason(RunEnd end) {
        return end.getReason().isEmpty() ? "no reason given" : end.getReason();
    }

    private void repeatability(Writer writer, Repeatability outputs) {
        if (outputs.isBroken()) {
            double share = (double) outputs.mismatches() / outputs.trials();
            writer.fire(
                    UNREPEATABLE,
                    Severity.CRITICAL,
                    share,
                    outputs.mismatchRateUpper95(),
                    "share of repetitions",
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d repetitions gave another output than usual for their input; %,d distinct outputs"
                                    + " of %,d inputs",
                            outputs.mismatches(),
                            outputs.trials(),
                            outputs.distinctOutputs(),
                            outputs.inputs()),
                    "a kernel with a varying order of additions, a data race, or uninitialised memory");
        } else {
            writer.resolve(UNREPEATABLE, "no differing output in the last ten minutes");
        }
    }

    private void nonFinite(Writer writer, WindowStatistics window) {
        if (window.nonFinite() > 0) {
            writer.fire(
                    NON_FINITE,
                    Severity.CRITICAL,
                    (double) window.nonFinite() / window.inferences(),
                    ClopperPearson.upper(window.nonFinite(), window.inferences(), 0.95),
                    "share of inferences",
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d outputs hold a NaN or an infinity",
                            window.nonFinite(),
                            window.inferences()),
                    "overflow in reduced precision, or uninitialised memory");
        } else {
            writer.resolve(NON_FINITE, "none in the last ten minutes");
        }
    }

    private void lost(Writer writer, Loss loss) {
        if (loss.lost() > 0) {
            writer.fire(
                    LOST,
                    Severity.WARNING,
                    (double) loss.lost(),
                    null,
                    "inferences",
                    String.format(
                            Locale.ROOT,
                            "%,d sequence numbers never came, beside %,d inferences that did",
                            loss.lost(),
                            loss.received()),
                    "the producer dropped batches, died with batches in hand, or the log lost records");
        } else {
            writer.resolve(LOST, "they came late");
        }
    }

    /** Writes alerts of one run at one time. */
    private final class Writer {

        private final String runId;
        private final String subject;
        private final long atNanos;
        private final List<Alert> changed;

        Writer(String runId, String subject, long atNanos, List<Alert> changed) {
            this.runId = runId;
            this.subject = subject;
            this.atNanos = atNanos;
            this.changed = changed;
        }

        void fire(
                String kind,
                Severity severity,
                @Nullable Double size,
                @Nullable Double sizeHigh,
                String unit,
                String evidence,
                @Nullable String causeHint) {
            add(book.fire(Alert.newBuilder()
                    .setAlertKey(kind + "/" + runId)
                    .setKind(kind)
                    .setSubject(subject)
                    .setRunId(runId)
                    .setSeverity(severity)
                    .setState(AlertState.FIRING)
                    .setSinceNanos(atNanos)
                    .setUpdatedAtNanos(atNanos)
                    .setSize(size)
                    .setSizeHigh(sizeHigh)
                    .setUnit(unit)
                    .setEvidence(evidence)
                    .setCauseHint(causeHint)
                    .build()));
        }

        void resolve(String kind, String why) {
            add(book.resolve(kind + "/" + runId, why, atNanos));
        }

        private void add(@Nullable Alert alert) {
            if (alert != null) {
                changed.add(alert);
            }
        }
    }
}
