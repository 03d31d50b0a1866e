package io.soakline.flow;

import io.soakline.record.DeviceBatch;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** One partition of the devices topic: the last samples of its devices. */
final class SamplePartition {

    private final Map<String, DeviceSamples> samples = new HashMap<>();
    private final long readBefore;
    private long position;
    private boolean caughtUp;

    /** @param from null when nothing was committed */
    SamplePartition(@Nullable OffsetAndMetadata from) {
        position = from == null ? 0 : from.offset();
        readBefore = from == null ? 0 : ReadMark.readUpTo(from);
    }

    void moveTo(long offset) {
        position = offset + 1;
    }

    boolean isReplayed(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < readBefore;
    }

    void accept(DeviceBatch batch, long offset) {
        samples.computeIfAbsent(batch.getDeviceId(), id -> new DeviceSamples()).accept(batch, offset);
    }

    /** @param end next offset to be written to the partition */
    void look(long end) {
        caughtUp = position >= end;
    }

    @Nullable
    DeviceSamples of(String deviceId) {
        return samples.get(deviceId);
    }

    /** Whether the device's samples of the pane's time are there, or need not be waited for any longer. */
    boolean isReady(ClosedPane closed, FlowSettings settings, long nowNanos) {
        DeviceSamples device = samples.get(closed.run().deviceId());
        if (device != null
                && device.reach(closed.pane().endNanos(), settings.grid().paneNanos())) {
            return true;
        }
        boolean patienceOver =
                nowNanos - closed.closedAtNanos() >= settings.deviceGrace().toNanos();
        return caughtUp && (device == null || patienceOver);
    }

    OffsetAndMetadata restartPoint() {
        long oldest = position;
        for (DeviceSamples device : samples.values()) {
            oldest = Math.min(oldest, device.oldestOffset());
        }
        return ReadMark.commit(oldest, Math.max(position, readBefore));
    }
}
