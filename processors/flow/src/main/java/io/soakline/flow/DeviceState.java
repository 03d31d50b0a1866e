package io.soakline.flow;

import java.util.ArrayList;
import java.util.List;

/** What is kept of one device. */
final class DeviceState {

    /** In the order in which they were met. */
    final List<StreamState> streams = new ArrayList<>();

    final DeviceLevels levels = new DeviceLevels();
    final MergedWindows windows = new MergedWindows(false);
    final SharedEnergy energy = new SharedEnergy();

    boolean isDrifted() {
        return streams.stream().anyMatch(stream -> !stream.drifted.isEmpty());
    }

    List<StreamState> beside(StreamState one) {
        return streams.stream().filter(other -> other != one).toList();
    }
}
