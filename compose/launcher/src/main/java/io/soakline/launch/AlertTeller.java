package io.soakline.launch;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaTail;
import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.sink.report.CauseWords;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Tells of each alert that fires or resolves, one line each. What was on the log before is not told. */
final class AlertTeller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertTeller.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Consumer<String> listener;
    private final RecordCodec<Alert> codec = RecordCodec.of(Alert.class);
    private final Map<String, AlertState> states = new HashMap<>();
    private final Scheduler worker = Schedulers.newSingle("alert-teller", true);
    private @Nullable Disposable following;
    private boolean caughtUp;

    AlertTeller(Consumer<String> listener) {
        this.listener = listener;
    }

    static AlertTeller start(KafkaSettings kafka, Consumer<String> listener) {
        AlertTeller teller = new AlertTeller(listener);
        teller.following = KafkaTail.follow(kafka, teller.worker, Topic.ALERTS)
                // The topic is told again from its beginning: none of that is new.
                .doOnError(failure -> teller.caughtUp = false)
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY))
                .subscribe(teller::accept, failure -> LOG.error("alerts are not told any more", failure));
        return teller;
    }

    private void accept(KafkaTail.Event event) {
        if (event instanceof KafkaTail.Records batch) {
            batch.records().forEach(this::accept);
        } else {
            caughtUp = true;
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            accept(codec.decode(record.value()));
        } catch (MalformedRecordException e) {
            LOG.warn("the alert at offset {} is not told: {}", record.offset(), e.getMessage());
        }
    }

    void accept(Alert alert) {
        AlertState before = states.put(alert.getAlertKey(), alert.getState());
        boolean fires = alert.getState() == AlertState.FIRING && before != AlertState.FIRING;
        boolean resolves = alert.getState() == AlertState.RESOLVED && before == AlertState.FIRING;
        if (caughtUp && (fires || resolves)) {
            listener.accept(line(alert));
        }
    }

    /** What follows is new. */
    void caughtUp() {
        caughtUp = true;
    }

    private static String line(Alert alert) {
        StringBuilder line = new StringBuilder("alert ")
                .append(alert.getState().name().toLowerCase(Locale.ROOT))
                .append(": ")
                .append(alert.getKind())
                .append(", ")
                .append(alert.getSubject());
        if (alert.getState() == AlertState.RESOLVED) {
            long seconds = (alert.getUpdatedAtNanos() - alert.getSinceNanos()) / 1_000_000_000L;
            return line.append(", after ")
                    .append(HumanDuration.format(Duration.ofSeconds(Math.max(0, seconds))))
                    .toString();
        }
        Double size = alert.getSize();
        if (size != null) {
            // A change says its sign.
            line.append(String.format(Locale.ROOT, alert.getUnit().startsWith("%") ? ", %+.3g" : ", %.3g", size));
            Double low = alert.getSizeLow();
            Double high = alert.getSizeHigh();
            if (low != null && high != null) {
                line.append(String.format(Locale.ROOT, " [%.3g, %.3g]", low, high));
            }
            line.append(alert.getUnit().isEmpty() ? "" : " " + alert.getUnit());
        }
        String cause = cause(alert);
        return line.append(cause == null ? "" : "; cause: " + cause).toString();
    }

    private static @Nullable String cause(Alert alert) {
        if (alert.getCauses().isEmpty()) {
            return alert.getCauseHint();
        }
        var first = alert.getCauses().get(0);
        String words = CauseWords.of(first.getCause());
        return first.getEvidence().isEmpty() ? words : words + ", " + first.getEvidence();
    }

    @Override
    public void close() {
        if (following != null) {
            following.dispose();
        }
        worker.dispose();
    }
}
