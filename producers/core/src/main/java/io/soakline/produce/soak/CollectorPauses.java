package io.soakline.produce.soak;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds what the collectors report to the pauses. They report whole milliseconds since the start of the JVM. */
final class CollectorPauses {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorPauses.class);

    private final PauseIntervals intervals;
    private final NotificationListener listener = (notification, handback) -> note(notification);

    CollectorPauses(PauseIntervals intervals) {
        this.intervals = intervals;
    }

    void register() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (stopsTheWorld(collector.getName()) && collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, null);
            }
        }
    }

    void unregister() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (stopsTheWorld(collector.getName()) && collector instanceof NotificationEmitter emitter) {
                try {
                    emitter.removeNotificationListener(listener);
                } catch (ListenerNotFoundException e) {
                    LOG.debug("{} was not listened to", collector.getName(), e);
                }
            }
        }
    }

    /** The concurrent phases of ZGC, Shenandoah and G1 are reported under names of their own. */
    static boolean stopsTheWorld(String collector) {
        return !collector.contains("Cycles") && !collector.contains("Concurrent");
    }

    private void note(Notification notification) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GcInfo info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo();
            long sinceStartMillis = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            long start = System.nanoTime() - (sinceStartMillis - info.getStartTime()) * 1_000_000L;
            intervals.add(start, start + Math.max(1, info.getDuration()) * 1_000_000L);
        }
    }
}
