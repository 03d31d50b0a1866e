package io.soakline.sink.alerts;

import io.soakline.record.AlertNote;
import io.soakline.sink.http.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be sent to one target, and when. Nothing is queued: each message is made from what the log says when it is
 * sent, so that after an outage of hours a group gets one message. One message at a time. No clock, no thread.
 */
final class TargetQueue {

    /** Alertmanager forgets what it does not hear of, five minutes after the last time by default. */
    static final Duration REMIND_EVERY = Duration.ofMinutes(1);

    static final Duration REMIND_RESOLVED = Duration.ofMinutes(15);
    private static final Duration UNSETTLED_WAIT = Duration.ofMinutes(1);
    static final int LARGEST_MESSAGE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(TargetQueue.class);

    /** A group on its way. */
    private static final class Lane {
        private final long firstMillis;
        private long notBeforeMillis;
        private long lastTriedMillis;
        private int attempts;
        private boolean oneByOne;

        Lane(long firstMillis) {
            this.firstMillis = firstMillis;
        }
    }

    private final Target target;
    private final AlertLedger ledger;
    private final String instance;
    private final long windowMillis;
    private final DoubleSupplier jitter;
    private final Map<String, Lane> lanes = new HashMap<>();
    private long notBeforeMillis;
    private long nextReminderMillis;
    private long nextHeartbeatMillis;
    private int remindersFailed;
    private String lastComplaint = "";
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();

    /**
     * @param instance whose heartbeats on the log show that it can be read
     * @param jitter numbers from 0 to below 1, which spread the waits of several processes
     */
    TargetQueue(Target target, AlertLedger ledger, String instance, Duration window, DoubleSupplier jitter) {
        this.target = target;
        this.ledger = ledger;
        this.instance = instance;
        this.windowMillis = window.toMillis();
        this.jitter = jitter;
    }

    Target target() {
        return target;
    }

    /** The message that is due; null for none. */
    @Nullable
    Message next(long nowMillis) {
        if (nowMillis < notBeforeMillis) {
            return null;
        }
        if (isHeartbeatDue(nowMillis)) {
            return Message.heartbeat(target.name(), nowMillis);
        }
        if (target.format() == Target.Format.HEARTBEAT) {
            return null;
        }
        Message news = news(nowMillis);
        return news == null ? reminder(nowMillis) : news;
    }

    /** Only while the log is read: a process that cannot read it must fall silent. */
    private boolean isHeartbeatDue(long nowMillis) {
        Duration every = target.heartbeat();
        return every != null
                && nowMillis >= nextHeartbeatMillis
                && nowMillis - ledger.heartbeatMillis(instance) <= every.toMillis();
    }

    private @Nullable Message news(long nowMillis) {
        Map<String, List<Change>> groups = new LinkedHashMap<>();
        for (Change change : ledger.changes(target, nowMillis)) {
            String group = change.alert().getGroup();
            // Without a group an alert stands for itself.
            groups.computeIfAbsent(
                            group.isEmpty() ? "alert " + change.alert().getAlertKey() : group,
                            name -> new ArrayList<>())
                    .add(change);
        }
        lanes.keySet().retainAll(groups.keySet());
        String due = null;
        for (String group : groups.keySet()) {
            Lane lane = lanes.computeIfAbsent(group, name -> new Lane(nowMillis));
            boolean ready = nowMillis >= Math.max(lane.notBeforeMillis, lane.firstMillis + windowMillis);
            // The one that waited longest: a group that always fails must not stand before the others.
            if (ready && (due == null || lane.lastTriedMillis < lane(due).lastTriedMillis)) {
                due = group;
            }
        }
        if (due == null) {
            return null;
        }
        List<Change> changes = groups.getOrDefault(due, List.of());
        int size = lane(due).oneByOne ? 1 : Math.min(LARGEST_MESSAGE, changes.size());
        return Message.news(target.name(), due, List.copyOf(changes.subList(0, size)));
    }

    private Lane lane(String group) {
        return lanes.computeIfAbsent(group, name -> new Lane(0));
    }

    private @Nullable Message reminder(long nowMillis) {
        if (target.format() != Target.Format.ALERTMANAGER || nowMillis < nextReminderMillis) {
            return null;
        }
        nextReminderMillis = nowMillis + REMIND_EVERY.toMillis();
        List<Change> changes = ledger.reminders(target, nowMillis, REMIND_RESOLVED.toMillis());
        return changes.isEmpty() ? null : Message.reminder(changes);
    }

    /** Takes note of what came of a message, and returns what is to be kept on the log. */
    List<AlertNote> answered(Message message, Answer answer, long nowMillis) {
        if (answer instanceof Answer.Taken) {
            taken.incrementAndGet();
            lastComplaint = "";
        } else if (answer instanceof Answer.Later later) {
            later(later, nowMillis);
        } else if (answer instanceof Answer.Unsettled unsettled) {
            complain("takes no message, it is tried each minute; are its address and token right? "
                    + unsettled.reason());
            notBeforeMillis = nowMillis + UNSETTLED_WAIT.toMillis();
        }
        return switch (message.kind()) {
            case NEWS -> news(message, answer, nowMillis);
            case REMINDER -> reminded(answer, nowMillis);
            case HEARTBEAT -> beaten(answer, nowMillis);
        };
    }

    private void later(Answer.Later later, long nowMillis) {
        repeated.incrementAndGet();
        Duration asked = later.retryAfter();
        if (asked != null) {
            notBeforeMillis = nowMillis + asked.toMillis();
        }
        complain("did not take a message, it is sent again: " + later.reason());
    }

    /** Once for each thing that is wrong, until something works again. */
    private void complain(String what) {
        if (!what.equals(lastComplaint)) {
            lastComplaint = what;
            LOG.warn("{} {}", target.place(), what);
        }
    }

    private List<AlertNote> news(Message message, Answer answer, long nowMillis) {
        Lane lane = lane(message.group());
        lane.lastTriedMillis = nowMillis;
        if (answer instanceof Answer.Taken) {
            lane.attempts = 0;
            List<AlertNote> notes = new ArrayList<>();
            message.changes().forEach(change -> notes.add(settle(change, true, nowMillis)));
            return notes;
        }
        if (answer instanceof Answer.Refused refusal) {
            refused(message, lane, refusal, nowMillis);
        } else {
            lane.notBeforeMillis = nowMillis + backoffMillis(lane.attempts++);
        }
        return List.of();
    }

    private void refused(Message message, Lane lane, Answer.Refused refusal, long nowMillis) {
        if (message.changes().size() > 1) {
            // One of them is the reason: the others get through.
            lane.oneByOne = true;
            return;
        }
        refused.incrementAndGet();
        Change change = message.changes().get(0);
        LOG.warn(
                "{} will never take that {} is {}: {}",
                target.place(),
                change.alert().getAlertKey(),
                change.alert().getState(),
                refusal.reason());
        settle(change, false, nowMillis);
    }

    private AlertNote settle(Change change, boolean arrived, long nowMillis) {
        var alert = change.alert();
        ledger.tell(
                target.name(),
                alert.getAlertKey(),
                new Told(alert.getState(), alert.getSinceNanos(), alert.getSeverity(), nowMillis, arrived));
        return Notes.told(target.name(), alert, nowMillis);
    }

    private List<AlertNote> reminded(Answer answer, long nowMillis) {
        if (answer instanceof Answer.Taken) {
            remindersFailed = 0;
        } else {
            nextReminderMillis = nowMillis + Math.max(1_000, backoffMillis(remindersFailed++));
            if (answer instanceof Answer.Refused refusal) {
                complain("refuses to be reminded: " + refusal.reason());
            }
        }
        return List.of();
    }

    private List<AlertNote> beaten(Answer answer, long nowMillis) {
        Duration every = target.heartbeat();
        long everyMillis = every == null ? 0 : every.toMillis();
        boolean tryAgainSoon = !(answer instanceof Answer.Taken);
        nextHeartbeatMillis = nowMillis + (tryAgainSoon ? Math.min(10_000, everyMillis) : everyMillis);
        if (answer instanceof Answer.Refused refusal) {
            complain("refuses heartbeats: " + refusal.reason());
        }
        return List.of();
    }

    private long backoffMillis(int repetition) {
        return Backoff.wait(repetition, jitter.getAsDouble()).toMillis();
    }

    long taken() {
        return taken.get();
    }

    long refused() {
        return refused.get();
    }

    long repeated() {
        return repeated.get();
    }
}
