package io.soakline.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Finds the streams of a device that alarm for the same cause at nearly the same time: one group, not many alerts. */
final class AlertGroups {

    private record Alarm(StreamKey stream, String key, String cause, long atNanos) {}

    private final long withinNanos;
    private final ArrayDeque<Alarm> recent = new ArrayDeque<>();

    AlertGroups(long withinNanos) {
        this.withinNanos = withinNanos;
    }

    /**
     * Takes an alarm in.
     *
     * @param cause the first that was seen
     * @return keys of the alerts of other streams that it belongs together with
     */
    List<String> accept(StreamKey stream, String key, String cause, long atNanos) {
        recent.removeIf(old -> Math.abs(atNanos - old.atNanos()) > withinNanos);
        List<String> together = new ArrayList<>();
        if (!Causes.isNothing(cause)) {
            for (Alarm other : recent) {
                if (other.cause().equals(cause)
                        && other.stream().deviceId().equals(stream.deviceId())
                        && !other.stream().equals(stream)) {
                    together.add(other.key());
                }
            }
        }
        recent.addLast(new Alarm(stream, key, cause, atNanos));
        return together;
    }

    /** What one cause on one device makes a group. */
    static String name(String deviceId, String cause) {
        return deviceId + "/" + cause;
    }
}
