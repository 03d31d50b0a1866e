package io.soakline.produce.device;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Finds devices of one kind. Found by {@link ServiceLoader}; loading it does no I/O. */
public interface DeviceSamplerProvider {

    /** Kind of device: {@code jetson}, {@code nvml} … */
    String name();

    /** A sampler for each device that is here; none where {@link #reasonWhyNone} says why. The caller closes them. */
    List<DeviceSampler> open();

    /** Why there is no device of this kind, in one line; empty when there is one. */
    String reasonWhyNone();

    /** What is known of the devices; unknown facts are left out. */
    Map<String, String> facts();

    /** All kinds on the class path. */
    static List<DeviceSamplerProvider> all() {
        return ServiceLoader.load(DeviceSamplerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
