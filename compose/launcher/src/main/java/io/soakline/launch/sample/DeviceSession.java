package io.soakline.launch.sample;

import io.soakline.produce.device.Channel;
import io.soakline.produce.device.DeviceSampler;
import io.soakline.produce.device.DeviceSamplerProvider;
import io.soakline.produce.device.HostSampler;
import io.soakline.produce.device.SamplingLoop;
import io.soakline.produce.publish.RecordPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples this host and every device that is here, each in a loop of its own, until it is closed. */
public final class DeviceSession implements AutoCloseable {

    /**
     * One sampler, as far as it has come.
     *
     * @param name {@code host}, {@code jetson}, {@code nvml} …
     * @param channels all that it knows of
     * @param offered those that this device has
     * @param skippedTicks for which it came too late
     * @param undelivered batches that the log did not take, a batch being one second
     * @param reason why the first of these was not taken; null when there is none
     */
    public record Told(
            String name,
            int channels,
            int offered,
            long samples,
            long skippedTicks,
            long undelivered,
            @Nullable String reason) {}

    /** A kind of device of which none is here, and why, in one line. */
    public record Absent(String kind, String reason) {}

    private record Running(String name, List<Channel> channels, SamplingLoop loop) {}

    private final List<Running> running = new ArrayList<>();
    private final List<Absent> absent = new ArrayList<>();

    private DeviceSession() {}

    /**
     * Opens every device and begins.
     *
     * @param publisher stays the caller's, and open until this is closed
     * @param period between two samples, at least 1 ms
     */
    public static DeviceSession begin(
            RecordPublisher publisher, String deviceId, Duration period, List<DeviceSamplerProvider> kinds) {
        DeviceSession session = new DeviceSession();
        session.start(publisher, deviceId, period, new HostSampler());
        for (DeviceSamplerProvider kind : kinds) {
            try {
                String none = kind.reasonWhyNone();
                if (none.isEmpty()) {
                    kind.open().forEach(sampler -> session.start(publisher, deviceId, period, sampler));
                } else {
                    session.absent.add(new Absent(kind.name(), none));
                }
            } catch (RuntimeException | LinkageError e) {
                // One kind's driver must not keep the others from being sampled.
                session.absent.add(new Absent(kind.name(), e.toString()));
            }
        }
        return session;
    }

    private void start(RecordPublisher publisher, String deviceId, Duration period, DeviceSampler sampler) {
        List<Channel> channels = sampler.describe();
        running.add(new Running(sampler.name(), channels, SamplingLoop.start(publisher, sampler, deviceId, period)));
    }

    /** Of every device that is sampled; final after {@link #close}. */
    public List<Told> told() {
        return running.stream().map(DeviceSession::told).toList();
    }

    private static Told told(Running one) {
        long undelivered = one.loop.delivery().failures();
        return new Told(
                one.name,
                one.channels.size(),
                (int) one.channels.stream().filter(Channel::offered).count(),
                one.loop.samples(),
                one.loop.skippedTicks(),
                undelivered,
                undelivered == 0 ? null : one.loop.delivery().firstReason());
    }

    public List<Absent> absent() {
        return List.copyOf(absent);
    }

    /** Publishes what is left and stops. */
    @Override
    public void close() {
        running.forEach(one -> one.loop.close());
    }
}
