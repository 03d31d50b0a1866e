package io.soakline.produce.tensorrt;

import io.soakline.produce.engine.DeviceTimes;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.tensorrt.door.Execution;

/** Times between CUDA's events, half a microsecond fine. */
final class EventTimes implements DeviceTimes {

    private final Execution execution;
    private long device;
    private long copyIn = NOT_KNOWN;
    private long copyOut = NOT_KNOWN;

    EventTimes(Execution execution) {
        this.execution = execution;
    }

    @Override
    public void read() throws EngineException {
        Execution.Phases phases = execution.phases();
        device = Math.round(phases.whole());
        boolean phased = !Double.isNaN(phases.compute());
        copyIn = phased ? Math.round(phases.hostToDevice()) : NOT_KNOWN;
        copyOut = phased ? Math.round(phases.deviceToHost()) : NOT_KNOWN;
    }

    @Override
    public long deviceNanos() {
        return device;
    }

    @Override
    public long copyInNanos() {
        return copyIn;
    }

    @Override
    public long copyOutNanos() {
        return copyOut;
    }
}
