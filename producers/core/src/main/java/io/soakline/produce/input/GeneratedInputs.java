package io.soakline.produce.input;

import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Seeded inputs for any tensor: smooth noise with edges in it, as pictures have. Zeros would not do: they make some
 * engines faster and draw less power than real data.
 *
 * <p>The last two dimensions are taken as a plane, all others as independent planes. Floating-point elements lie in
 * [-1, 1]; unsigned bytes use their range; booleans are 0 or 1; other integers lie in [0, 100), which is a safe index
 * into most vocabularies. The same seed gives the same bits everywhere.
 */
public final class GeneratedInputs {

    private static final int EDGES_PER_PLANE = 4;
    private static final int COARSE_CELLS = 4;
    private static final int FINE_CELLS = 16;

    private GeneratedInputs() {}

    /** {@code count} inputs for a model that takes {@code specs}. */
    public static InputSet of(List<TensorSpec> specs, int count, long seed) {
        List<List<ByteBuffer>> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<ByteBuffer> tensors = new ArrayList<>();
            for (int k = 0; k < specs.size(); k++) {
                tensors.add(tensor(specs.get(k), SplitMix.hash(seed, i, k)));
            }
            inputs.add(List.copyOf(tensors));
        }
        String name = "generated-" + count + "-seed-" + seed;
        return new InputSet(name, specs, inputs, List.of(), "generated version 1, seed " + seed);
    }

    private static ByteBuffer tensor(TensorSpec spec, long seed) {
        int rank = spec.shape().size();
        int width = rank < 1 ? 1 : Math.toIntExact(spec.shape().get(rank - 1));
        int height = rank < 2 ? 1 : Math.toIntExact(spec.shape().get(rank - 2));
        ByteBuffer tensor = ByteBuffer.allocateDirect(spec.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int planes = spec.elements() / (width * height);
        for (int p = 0; p < planes; p++) {
            Plane plane = new Plane(SplitMix.hash(seed, p, 0), width, height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    put(tensor, spec, plane.at(x, y));
                }
            }
        }
        return tensor.rewind();
    }

    private static void put(ByteBuffer to, TensorSpec spec, double value) {
        double unit = (value + 1) / 2;
        switch (spec.elementType()) {
            case FLOAT64 -> to.putDouble(value);
            case FLOAT32 -> to.putFloat((float) value);
            case FLOAT16 -> to.putShort(Halves.of((float) value));
            case BFLOAT16 -> to.putShort((short) (Float.floatToRawIntBits((float) value) >>> 16));
            case INT64 -> to.putLong((long) Math.min(99, unit * 100));
            case INT32 -> to.putInt((int) Math.min(99, unit * 100));
            case INT8 -> to.put((byte) Math.min(99, unit * 100));
            case UINT8 -> to.put((byte) (int) Math.min(255, unit * 256));
            case BOOL -> to.put((byte) (value > 0 ? 1 : 0));
        }
    }

    /** Two octaves of value noise and a few half planes, clamped to [-1, 1]. */
    private static final class Plane {

        private final long seed;
        private final int width;
        private final int height;
        private final double[] slope = new double[EDGES_PER_PLANE];
        private final double[] crossing = new double[EDGES_PER_PLANE];
        private final double[] step = new double[EDGES_PER_PLANE];

        Plane(long seed, int width, int height) {
            this.seed = seed;
            this.width = width;
            this.height = height;
            for (int i = 0; i < EDGES_PER_PLANE; i++) {
                slope[i] = SplitMix.symmetric(seed, -1 - i, 1) * 2;
                crossing[i] = SplitMix.symmetric(seed, -1 - i, 2) * 0.8;
                step[i] = SplitMix.symmetric(seed, -1 - i, 3) * 0.5;
            }
        }

        double at(int x, int y) {
            double u = (x + 0.5) / width;
            double v = (y + 0.5) / height;
            double value = 0.6 * noise(u, v, COARSE_CELLS) + 0.2 * noise(u, v, FINE_CELLS);
            for (int i = 0; i < EDGES_PER_PLANE; i++) {
                value += (2 * v - 1) + slope[i] * (2 * u - 1) > crossing[i] ? step[i] : -step[i];
            }
            return Math.max(-1, Math.min(1, value));
        }

        private double noise(double u, double v, int cells) {
            int column = (int) (u * cells);
            int row = (int) (v * cells);
            double right = u * cells - column;
            double down = v * cells - row;
            double upper = (1 - right) * corner(column, row, cells) + right * corner(column + 1, row, cells);
            double lower = (1 - right) * corner(column, row + 1, cells) + right * corner(column + 1, row + 1, cells);
            return (1 - down) * upper + down * lower;
        }

        private double corner(int column, int row, int cells) {
            return SplitMix.symmetric(seed, row * 64 + column, cells);
        }
    }
}
