package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.output.OutputDigest;
import java.nio.ByteBuffer;
import java.util.List;

/** Digests of one engine's outputs on the device and on the host: whether they are equal, and what each takes. */
final class DigestMeasurement {

    private static final int INPUTS = 8;
    private static final int ROUNDS = 200;

    private final Sayer sayer;

    DigestMeasurement(Sayer sayer) {
        this.sayer = sayer;
    }

    /** The host's time includes fetching; both come after an inference that has left its outputs on the device. */
    void measure(InferenceEngine engine) throws EngineException {
        OutputDigest here = new OutputDigest(engine.manifest().outputs());
        ResidentDigest there = engine.residentDigest(here.headers());
        if (there == null) {
            sayer.say(
                    "digest of %s: outputs are too small for the device",
                    engine.manifest().name());
            return;
        }
        InputSet inputs = GeneratedInputs.of(engine.manifest().inputs(), INPUTS, 1);
        List<ByteBuffer> buffers = here.buffers();
        LatencyList device = new LatencyList();
        LatencyList host = new LatencyList();
        int equal = 0;
        for (int round = 0; round < ROUNDS; round++) {
            engine.stage(inputs.input(round % INPUTS));
            engine.infer();
            long start = System.nanoTime();
            there.update();
            long between = System.nanoTime();
            for (int i = 0; i < buffers.size(); i++) {
                engine.fetch(i, buffers.get(i));
            }
            here.update();
            host.add(System.nanoTime() - between);
            device.add(between - start);
            equal += there.high() == here.rawHigh() && there.low() == here.rawLow() ? 1 : 0;
        }
        sayer.say(
                "digest of %s, %d bytes: %d of %d equal on device and host; p50 device %.1f us, host with fetching %.1f us",
                engine.manifest().name(),
                engine.manifest().outputs().stream().mapToInt(o -> o.bytes()).sum(),
                equal,
                ROUNDS,
                device.quantile(0.5) / 1e3,
                host.quantile(0.5) / 1e3);
    }
}
