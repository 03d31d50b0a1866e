package io.soakline.produce.synthetic;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.soak.Waiting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/**
 * An engine that computes nothing of use, in exactly the time it is told to: outputs are float sums over slices of the
 * input bytes, and its defects are set by {@link Defects}.
 */
public final class SyntheticEngine implements InferenceEngine {

    private static final int CRASH_EXIT_CODE = 134;

    private final EngineManifest manifest;
    private final Defects defects;
    private final SoakClock clock;
    private final Random random;
    private final float[][] staged;
    private final float[][] produced;
    private long calls;

    public SyntheticEngine(EngineManifest manifest, Defects defects, SoakClock clock) {
        this.manifest = manifest;
        this.defects = defects;
        this.clock = clock;
        random = new Random(defects.seed());
        staged = outputs(manifest);
        produced = outputs(manifest);
    }

    private static float[][] outputs(EngineManifest manifest) {
        return manifest.outputs().stream().map(o -> new float[o.elements()]).toArray(float[][]::new);
    }

    @Override
    public EngineManifest manifest() {
        return manifest;
    }

    @Override
    public void stage(List<ByteBuffer> inputs) throws EngineException {
        if (inputs.size() != manifest.inputs().size()) {
            throw new EngineException("engine " + manifest.name() + " takes "
                    + manifest.inputs().size() + " inputs, not " + inputs.size());
        }
        for (int o = 0; o < staged.length; o++) {
            for (int i = 0; i < staged[o].length; i++) {
                staged[o][i] = sliceMean(inputs.get(o % inputs.size()), i, staged[o].length);
            }
        }
    }

    /** Mean of every {@code stride}-th byte from {@code first}, in [-1, 1]: differs from input to input. */
    private static float sliceMean(ByteBuffer bytes, int first, int stride) {
        int size = bytes.capacity();
        long sum = 0;
        int n = 0;
        for (int at = first; at < size; at += stride) {
            sum += bytes.get(at);
            n++;
        }
        return n == 0 ? 0 : sum / (128f * n);
    }

    @Override
    public void infer() throws EngineException {
        long start = clock.nanoTime();
        if (calls == defects.haltAfter()) {
            Runtime.getRuntime().halt(CRASH_EXIT_CODE);
        }
        if (calls == defects.failAfter()) {
            throw new EngineException(
                    "engine " + manifest.name() + " failed on call " + (calls + 1) + ", as it was told to");
        }
        calls++;
        for (int o = 0; o < produced.length; o++) {
            System.arraycopy(staged[o], 0, produced[o], 0, produced[o].length);
        }
        if (random.nextDouble() < defects.flipProbability()) {
            int at = random.nextInt(produced[0].length);
            produced[0][at] = Math.nextUp(produced[0][at] + random.nextFloat() * 1e-3f);
        }
        if (random.nextDouble() < defects.nanProbability()) {
            produced[0][0] = Float.NaN;
        }
        clock.waitUntil(start + busyNanos(), Waiting.SPIN);
    }

    private long busyNanos() {
        double micros = defects.latencyMicros()
                + random.nextDouble() * defects.jitterMicros()
                + calls * defects.driftMicrosPerThousand() / 1000;
        boolean stalls = defects.stallEvery() > 0 && calls % defects.stallEvery() == 0;
        return Math.round((micros + (stalls ? defects.stallMillis() * 1000 : 0)) * 1000);
    }

    @Override
    public void fetch(int index, ByteBuffer destination) throws EngineException {
        TensorSpec spec = manifest.outputs().get(index);
        if (destination.capacity() < spec.bytes()) {
            throw new EngineException("output " + spec.name() + " needs " + spec.bytes() + " bytes, the buffer has "
                    + destination.capacity());
        }
        ByteBuffer to = destination.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear();
        for (float value : produced[index]) {
            to.putFloat(value);
        }
    }

    @Override
    public void close() {}
}
