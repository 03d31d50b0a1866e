package io.soakline.sink.page;

import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.sink.page.Views.ChannelView;
import io.soakline.sink.page.Views.DeviceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The newest hour of every sensor, in bounded room: what is too much is not shown. */
final class DeviceHistory {

    private static final int MOST_DEVICES = 16;
    private static final int MOST_CHANNELS = 64;

    /** Points of a channel that a batch can have changed: that of its bucket and the one before. */
    private static final int CHANGED = 2;

    private static final class Entry {
        String sampler = "";
        long lastSampleMillis;
        final Map<String, ChannelHistory> channels = new LinkedHashMap<>();
    }

    private final Map<String, Entry> devices = new TreeMap<>();

    /** What it changed; null when there is no room for one more device. */
    @Nullable
    DeviceView accept(DeviceBatch batch) {
        String id = Views.name(batch.getDeviceId());
        if (!devices.containsKey(id) && devices.size() == MOST_DEVICES) {
            return null;
        }
        Entry device = devices.computeIfAbsent(id, added -> new Entry());
        device.sampler = Views.name(batch.getSampler());
        for (long atNanos : batch.getSampleAtNanos()) {
            device.lastSampleMillis = Math.max(device.lastSampleMillis, Views.millis(atNanos));
        }
        List<ChannelView> changed = new ArrayList<>();
        for (DeviceChannel channel : batch.getChannels()) {
            String key = channel.getQuantity() + "/" + channel.getSensor();
            if (!device.channels.containsKey(key) && device.channels.size() == MOST_CHANNELS) {
                continue;
            }
            ChannelHistory history = device.channels.computeIfAbsent(key, added -> new ChannelHistory(channel));
            history.accept(channel, batch.getSampleAtNanos());
            changed.add(history.view(CHANGED));
        }
        return new DeviceView(id, device.sampler, device.lastSampleMillis, changed);
    }

    List<DeviceView> views() {
        List<DeviceView> views = new ArrayList<>();
        devices.forEach((id, device) -> views.add(new DeviceView(
                id,
                device.sampler,
                device.lastSampleMillis,
                device.channels.values().stream().map(ChannelHistory::view).toList())));
        return views;
    }
}
