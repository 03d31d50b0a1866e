package io.soakline.produce.watch;

import io.soakline.produce.publish.RecordPublisher;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches devices that only this process can ask, because their native libraries are on its class path. Found by
 * {@link java.util.ServiceLoader}; loading it does no I/O. Processes without one soak all the same.
 */
public interface DeviceWatch {

    /** Begins to sample whatever devices are here, and returns at once. The publisher stays the caller's. */
    Watching begin(RecordPublisher publisher, String deviceId);

    /** Every kind of device that is looked for, the ones that are not here included. */
    List<Device> devices();

    /** Sampling that goes on until it is closed. */
    interface Watching extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * One device, or a kind of which none is here.
     *
     * @param whyNone in one line; null when it is here
     */
    record Device(
            String name,
            Map<String, String> facts,
            List<Sensor> sensors,
            @Nullable String whyNone) {}

    /**
     * One quantity with a reading or the reason why there is none.
     *
     * @param value null when there is no reading
     */
    record Sensor(
            String quantity,
            String sensor,
            @Nullable Double value,
            @Nullable String notOffered) {}
}
