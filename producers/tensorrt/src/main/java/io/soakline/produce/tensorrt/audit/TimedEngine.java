package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.engine.DeviceTimes;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.soak.SoakClock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes how long each call of an engine takes, and what the device's clock says of it. */
final class TimedEngine implements InferenceEngine {

    final LatencyList all = new LatencyList();
    final LatencyList copyIn = new LatencyList();
    final LatencyList device = new LatencyList();
    final LatencyList copyOut = new LatencyList();
    private final InferenceEngine engine;
    private final SoakClock clock;
    private LatencyList recent = new LatencyList();

    TimedEngine(InferenceEngine engine, SoakClock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public EngineManifest manifest() {
        return engine.manifest();
    }

    @Override
    public void stage(List<ByteBuffer> tensors) throws EngineException {
        engine.stage(tensors);
    }

    @Override
    public void infer() throws EngineException {
        long start = clock.nanoTime();
        engine.infer();
        long took = clock.nanoTime() - start;
        all.add(took);
        recent.add(took);
    }

    @Override
    public void fetch(int index, ByteBuffer destination) throws EngineException {
        engine.fetch(index, destination);
    }

    @Override
    public @Nullable ResidentDigest residentDigest(List<byte[]> headers) throws EngineException {
        return engine.residentDigest(headers);
    }

    @Override
    public @Nullable DeviceTimes deviceTimes() {
        DeviceTimes times = engine.deviceTimes();
        return times == null ? null : new NotedTimes(times);
    }

    /** Latencies since it was last asked. */
    LatencyList take() {
        LatencyList taken = recent;
        recent = new LatencyList();
        return taken;
    }

    @Override
    public Map<String, String> deviceFacts() {
        return engine.deviceFacts();
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class NotedTimes implements DeviceTimes {

        private final DeviceTimes times;

        NotedTimes(DeviceTimes times) {
            this.times = times;
        }

        @Override
        public void read() throws EngineException {
            times.read();
            device.add(times.deviceNanos());
            if (times.copyInNanos() != NOT_KNOWN) {
                copyIn.add(times.copyInNanos());
                copyOut.add(times.copyOutNanos());
            }
        }

        @Override
        public long deviceNanos() {
            return times.deviceNanos();
        }

        @Override
        public long copyInNanos() {
            return times.copyInNanos();
        }

        @Override
        public long copyOutNanos() {
            return times.copyOutNanos();
        }
    }
}
