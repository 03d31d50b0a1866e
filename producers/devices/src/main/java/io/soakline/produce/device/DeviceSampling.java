package io.soakline.produce.device;

import io.soakline.produce.publish.RecordPublisher;
import io.soakline.produce.watch.DeviceWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples the device of every {@link DeviceSamplerProvider} that has one, each in a loop of its own. */
public final class DeviceSampling implements DeviceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceSampling.class);
    private static final long STOP_PATIENCE_MILLIS = 10_000;
    /** Rates need two readings some time apart. */
    private static final long BETWEEN_READINGS_MILLIS = 300;

    private final Supplier<List<DeviceSamplerProvider>> providers;

    /** Looks for every kind of device that the class path knows. */
    public DeviceSampling() {
        this(DeviceSamplerProvider::all);
    }

    DeviceSampling(Supplier<List<DeviceSamplerProvider>> providers) {
        this.providers = providers;
    }

    /** Devices are opened on a thread of its own, because native libraries take their time to load. */
    @Override
    public Watching begin(RecordPublisher publisher, String deviceId) {
        Loops loops = new Loops(publisher, deviceId);
        loops.opening.setDaemon(true);
        loops.opening.start();
        return loops;
    }

    private final class Loops implements Watching {

        private final RecordPublisher publisher;
        private final String deviceId;
        private final Thread opening = new Thread(this::open, "device-opening");
        private final List<SamplingLoop> running = new ArrayList<>();
        private boolean closed;

        private Loops(RecordPublisher publisher, String deviceId) {
            this.publisher = publisher;
            this.deviceId = deviceId;
        }

        private void open() {
            for (DeviceSamplerProvider provider : providers.get()) {
                try {
                    provider.open().forEach(this::start);
                } catch (RuntimeException | LinkageError e) {
                    LOG.warn("Devices of kind {} are not sampled: {}", provider.name(), e.toString());
                }
            }
        }

        private synchronized void start(DeviceSampler sampler) {
            if (closed) {
                sampler.close();
            } else {
                running.add(SamplingLoop.start(publisher, sampler, deviceId, SamplingLoop.DEFAULT_PERIOD));
            }
        }

        @Override
        public void close() {
            try {
                opening.join(STOP_PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            closeRunning();
        }

        private synchronized void closeRunning() {
            closed = true;
            running.forEach(SamplingLoop::close);
        }
    }

    @Override
    public List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        for (DeviceSamplerProvider provider : providers.get()) {
            devices.addAll(devices(provider));
        }
        return devices;
    }

    /** What {@code provider} finds, with a reading of each sensor. */
    public static List<Device> devices(DeviceSamplerProvider provider) {
        String whyNone = provider.reasonWhyNone();
        if (!whyNone.isEmpty()) {
            return List.of(new Device(provider.name(), Map.of(), List.of(), whyNone));
        }
        List<Device> devices = new ArrayList<>();
        Map<String, String> facts = provider.facts();
        for (DeviceSampler sampler : provider.open()) {
            try (sampler) {
                devices.add(new Device(sampler.name(), devices.isEmpty() ? facts : Map.of(), sensors(sampler), null));
            }
        }
        return devices;
    }

    private static List<Sensor> sensors(DeviceSampler sampler) {
        sampler.sample(System.nanoTime());
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_READINGS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        double[] values = sampler.sample(System.nanoTime());
        List<Channel> channels = sampler.describe();
        List<Sensor> sensors = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            Double value = channel.offered() && !Double.isNaN(values[i]) ? values[i] : null;
            sensors.add(new Sensor(channel.quantity(), channel.sensor(), value, channel.notOffered()));
        }
        return sensors;
    }
}
