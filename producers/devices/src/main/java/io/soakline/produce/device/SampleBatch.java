package io.soakline.produce.device;

import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import java.util.ArrayList;
import java.util.List;

/** Samples on their way into one record. */
final class SampleBatch {

    private final String deviceId;
    private final String sampler;
    private final List<Channel> channels;
    private final long firstSequence;
    private final List<Long> sampleAtNanos = new ArrayList<>();
    private final List<List<Double>> values = new ArrayList<>();

    SampleBatch(String deviceId, String sampler, List<Channel> channels, long firstSequence) {
        this.deviceId = deviceId;
        this.sampler = sampler;
        this.channels = channels;
        this.firstSequence = firstSequence;
        channels.forEach(channel -> values.add(new ArrayList<>()));
    }

    void add(long wallNanos, double[] sample) {
        sampleAtNanos.add(wallNanos);
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).offered()) {
                values.get(i).add(sample[i]);
            }
        }
    }

    int size() {
        return sampleAtNanos.size();
    }

    DeviceBatch toRecord() {
        List<DeviceChannel> filled = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            filled.add(DeviceChannel.newBuilder()
                    .setQuantity(channel.quantity())
                    .setSensor(channel.sensor())
                    .setCounter(channel.counter())
                    .setAveragingNanos(channel.averagingNanos())
                    .setNotOffered(channel.notOffered())
                    .setValues(values.get(i))
                    .build());
        }
        return DeviceBatch.newBuilder()
                .setDeviceId(deviceId)
                .setSampler(sampler)
                .setFirstSequence(firstSequence)
                .setSampleAtNanos(sampleAtNanos)
                .setChannels(filled)
                .build();
    }
}
