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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine that computes nothing of use, in exactly the time it is told to: outputs are those of {@link SyntheticModel}, and
 * its defects are set by {@link Defects} and {@link OutputDefects}.
 */
public final class SyntheticEngine implements InferenceEngine {

    private static final int CRASH_EXIT_CODE = 134;
    /** Instances of each engine that infer at this moment, by engine id. */
    private static final Map<String, AtomicInteger> INFERRING = new ConcurrentHashMap<>();

    private final EngineManifest manifest;
    private final Defects defects;
    private final SoakClock clock;
    private final Random random;
    private final SyntheticModel model;
    private final OutputDamage damage;
    private final AtomicInteger inferring;
    private final float[][] staged;
    private final float[][] produced;
    private long calls;
    private long lastEnd;

    /** An engine whose outputs have only the defects of {@link Defects}. */
    public SyntheticEngine(EngineManifest manifest, Defects defects, SoakClock clock) {
        this(manifest, defects, OutputDefects.NONE, 1, clock);
    }

    SyntheticEngine(
            EngineManifest manifest, Defects defects, OutputDefects outputDefects, int threads, SoakClock clock) {
        this.manifest = manifest;
        this.defects = defects;
        this.clock = clock;
        random = new Random(defects.seed());
        model = new SyntheticModel(manifest, outputDefects.detections());
        damage = new OutputDamage(manifest, outputDefects, model.batch(), threads, defects.seed());
        inferring = INFERRING.computeIfAbsent(manifest.engineId(), id -> new AtomicInteger());
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
        model.compute(inputs, staged);
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
        long idleNanos = calls == 0 ? 0 : start - lastEnd;
        calls++;
        // Of two calls that overlap at least the later one notices.
        boolean beside = inferring.getAndIncrement() > 0;
        try {
            for (int o = 0; o < produced.length; o++) {
                System.arraycopy(staged[o], 0, produced[o], 0, produced[o].length);
            }
            damage.apply(new OutputDamage.Call(calls, idleNanos, beside), produced);
            spoilAtRandom();
            lastEnd = start + busyNanos();
            clock.waitUntil(lastEnd, Waiting.SPIN);
        } finally {
            inferring.decrementAndGet();
        }
    }

    private void spoilAtRandom() {
        if (random.nextDouble() < defects.flipProbability()) {
            int at = random.nextInt(produced[0].length);
            produced[0][at] = Math.nextUp(produced[0][at] + random.nextFloat() * 1e-3f);
        }
        if (random.nextDouble() < defects.nanProbability()) {
            produced[0][0] = Float.NaN;
        }
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
