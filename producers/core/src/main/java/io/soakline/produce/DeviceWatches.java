package io.soakline.produce;

import io.soakline.produce.publish.RecordPublisher;
import io.soakline.produce.watch.DeviceWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The device watches on the class path, together. */
final class DeviceWatches {

    private final List<DeviceWatch> watches = new ArrayList<>();

    DeviceWatches() {
        ServiceLoader.load(DeviceWatch.class).forEach(watches::add);
    }

    DeviceWatch.Watching begin(RecordPublisher publisher, String deviceId) {
        List<DeviceWatch.Watching> begun = new ArrayList<>();
        watches.forEach(watch -> begun.add(watch.begin(publisher, deviceId)));
        return () -> begun.forEach(DeviceWatch.Watching::close);
    }

    List<DeviceWatch.Device> devices() {
        return watches.stream().flatMap(watch -> watch.devices().stream()).toList();
    }
}
