package io.soakline.produce.device;

import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples on their way into one record, kept row after row in one array: a thread that wakes a hundred times a second finds nothing
 * of its own in the caches, and pays for every line of memory that it touches.
 */
final class SampleBatch {

    private final String deviceId;
    private final String sampler;
    private final List<Channel> channels;
    private final int width;
    private long firstSequence;
    private long[] sampleAtNanos = new long[16];
    private double[] values;
    private int size;

    SampleBatch(String deviceId, String sampler, List<Channel> channels) {
        this.deviceId = deviceId;
        this.sampler = sampler;
        this.channels = List.copyOf(channels);
        width = channels.size();
        values = new double[sampleAtNanos.length * width];
    }

    /** @param sample one value for each channel but the last; {@code last} is the last one's */
    void add(long wallNanos, double[] sample, double last) {
        if (size == sampleAtNanos.length) {
            sampleAtNanos = Arrays.copyOf(sampleAtNanos, 2 * size);
            values = Arrays.copyOf(values, 2 * size * width);
        }
        sampleAtNanos[size] = wallNanos;
        System.arraycopy(sample, 0, values, size * width, width - 1);
        values[size * width + width - 1] = last;
        size++;
    }

    int size() {
        return size;
    }

    /** Forgets what it holds; the next sample follows the last one. */
    void clear() {
        firstSequence += size;
        size = 0;
    }

    DeviceBatch toRecord() {
        List<DeviceChannel> filled = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            Channel channel = channels.get(i);
            filled.add(DeviceChannel.newBuilder()
                    .setQuantity(channel.quantity())
                    .setSensor(channel.sensor())
                    .setCounter(channel.counter())
                    .setAveragingNanos(channel.averagingNanos())
                    .setNotOffered(channel.notOffered())
                    .setValues(channel.offered() ? column(i) : List.of())
                    .build());
        }
        List<Long> times = new ArrayList<>(size);
        for (int row = 0; row < size; row++) {
            times.add(sampleAtNanos[row]);
        }
        return DeviceBatch.newBuilder()
                .setDeviceId(deviceId)
                .setSampler(sampler)
                .setFirstSequence(firstSequence)
                .setSampleAtNanos(times)
                .setChannels(filled)
                .build();
    }

    private List<Double> column(int channel) {
        List<Double> column = new ArrayList<>(size);
        for (int row = 0; row < size; row++) {
            column.add(values[row * width + channel]);
        }
        return column;
    }
}
