package io.soakline.produce.synthetic;

import io.soakline.produce.engine.EngineManifest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Brings the defects of one engine instance into its outputs, see {@link OutputDefects}. Used by one thread. */
final class OutputDamage {

    private final EngineManifest manifest;
    private final OutputDefects defects;
    private final int batch;
    private final int threads;
    private final Random random;
    /** Numbers of inputs by what the engine computes of them. */
    private final Map<Integer, Integer> inputs = new HashMap<>();

    private boolean flipDue;

    OutputDamage(EngineManifest manifest, OutputDefects defects, int batch, int threads, long seed) {
        this.manifest = manifest;
        this.defects = defects;
        this.batch = batch;
        this.threads = threads;
        random = new Random(seed);
    }

    /**
     * State of a call.
     *
     * @param number from 1
     * @param idleNanos since the call before; 0 for the first
     * @param beside whether another instance of the engine was inferring
     */
    record Call(long number, long idleNanos, boolean beside) {}

    /** @param outputs as they would be without defects; changed in place */
    void apply(Call call, float[][] outputs) {
        int input = inputs.computeIfAbsent(Arrays.deepHashCode(outputs), unseen -> inputs.size());
        float[] first = outputs[0];
        rebuild(outputs);
        if (input < defects.labelFlips()) {
            flipLabels(first);
        }
        shift(first, batch, defects.positionUlps());
        first[0] = moved(first[0], (threads - 1) * defects.threadUlps());
        boolean idle = call.idleNanos() >= defects.idleMillis() * 1_000_000;
        first[0] = moved(first[0], idle ? defects.idleUlps() : 0);
        first[0] = moved(first[0], call.beside() ? defects.concurrencyUlps() : 0);
        if (defects.zeroElement() >= 0) {
            first[defects.zeroElement()] = due(call, defects.negativeZeroEvery()) ? -0.0f : 0;
        }
        flipBit(call, input, first);
        if (defects.reorder()) {
            reorder(outputs);
        }
    }

    private static boolean due(Call call, long every) {
        return every > 0 && call.number() % every == 0;
    }

    /** The next value so many places up. */
    private static float moved(float value, int ulps) {
        float moved = value;
        for (int i = 0; i < ulps; i++) {
            moved = Math.nextUp(moved);
        }
        return moved;
    }

    private static void shift(float[] values, int batch, int ulps) {
        int perRow = values.length / batch;
        for (int row = 1; ulps > 0 && row < batch; row++) {
            for (int i = row * perRow; i < (row + 1) * perRow; i++) {
                values[i] = moved(values[i], row * ulps);
            }
        }
    }

    private void flipBit(Call call, int input, float[] first) {
        flipDue |= due(call, defects.flipBitEvery());
        if (flipDue && input == defects.flipBitInput()) {
            flipDue = false;
            int at = defects.flipBitElement();
            first[at] = Float.intBitsToFloat(Float.floatToRawIntBits(first[at]) ^ (1 << defects.flipBit()));
        }
    }

    private void flipLabels(float[] values) {
        int columns = SyntheticModel.columns(manifest.outputs().get(0));
        for (int at = 0; columns > 1 && at < values.length; at += columns) {
            int largest = largest(values, at, at + columns, -1);
            int second = largest(values, at, at + columns, largest);
            float value = values[largest];
            values[largest] = values[second];
            values[second] = value;
        }
    }

    private static int largest(float[] values, int from, int to, int except) {
        int largest = from == except ? from + 1 : from;
        for (int i = from; i < to; i++) {
            if (i != except && values[i] > values[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    private void rebuild(float[][] outputs) {
        String schedule = manifest.scheduleDigest();
        if (schedule == null || defects.rebuildUlps() == 0) {
            return;
        }
        Random bySchedule = new Random(schedule.hashCode());
        for (float[] output : outputs) {
            for (int i = 0; i < output.length; i++) {
                output[i] = moved(output[i], bySchedule.nextInt(defects.rebuildUlps() + 1));
            }
        }
    }

    /** The same shuffle for all outputs that have as many rows. */
    private void reorder(float[][] outputs) {
        long seed = random.nextLong();
        for (int o = 0; o < outputs.length; o++) {
            int columns = SyntheticModel.columns(manifest.outputs().get(o));
            Random shuffle = new Random(seed);
            float[] values = outputs[o];
            for (int row = values.length / columns - 1; row > 0; row--) {
                int other = shuffle.nextInt(row + 1);
                for (int c = 0; c < columns; c++) {
                    float value = values[row * columns + c];
                    values[row * columns + c] = values[other * columns + c];
                    values[other * columns + c] = value;
                }
            }
        }
    }
}
