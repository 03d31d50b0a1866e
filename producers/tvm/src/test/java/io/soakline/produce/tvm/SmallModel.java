package io.soakline.produce.tvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Convolution 3x3, ReLU, mean over the picture, matrix product: computed here in double precision as reference. */
final class SmallModel {

    static final int CHANNELS = 4;
    static final int FILTERS = 8;
    static final int SIZE = 8;
    static final int CLASSES = 3;
    static final int INPUT = CHANNELS * SIZE * SIZE;

    private final float[] kernels;
    private final float[] bias;
    private final float[] weights;

    SmallModel(int seed) {
        Random random = new Random(seed);
        kernels = floats(random, FILTERS * CHANNELS * 9);
        bias = floats(random, FILTERS);
        weights = floats(random, FILTERS * CLASSES);
    }

    static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    byte[] onnx(long batch) {
        return new OnnxBytes()
                .node(
                        "Conv",
                        "c",
                        new String[] {"x", "kernels", "bias"},
                        OnnxBytes.ints("kernel_shape", 3, 3),
                        OnnxBytes.ints("pads", 1, 1, 1, 1))
                .node("Relu", "r", new String[] {"c"})
                .node("GlobalAveragePool", "p", new String[] {"r"})
                .node("Flatten", "f", new String[] {"p"})
                .node("MatMul", "y", new String[] {"f", "weights"})
                .weights("kernels", kernels, FILTERS, CHANNELS, 3, 3)
                .weights("bias", bias, FILTERS)
                .weights("weights", weights, FILTERS, CLASSES)
                .input("x", batch, CHANNELS, SIZE, SIZE)
                .output("y", batch, CLASSES)
                .model();
    }

    Path write(Path folder) throws IOException {
        return Files.write(folder.resolve("small.onnx"), onnx(1));
    }

    double[] compute(float[] input) {
        double[] output = new double[CLASSES];
        for (int filter = 0; filter < FILTERS; filter++) {
            double mean = mean(input, filter);
            for (int i = 0; i < CLASSES; i++) {
                output[i] += mean * weights[filter * CLASSES + i];
            }
        }
        return output;
    }

    private double mean(float[] input, int filter) {
        double sum = 0;
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                sum += Math.max(0, convolution(input, filter, row, column));
            }
        }
        return sum / (SIZE * SIZE);
    }

    private double convolution(float[] input, int filter, int row, int column) {
        double sum = bias[filter];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int k = 0; k < 9; k++) {
                int y = row + k / 3 - 1;
                int x = column + k % 3 - 1;
                if (y >= 0 && y < SIZE && x >= 0 && x < SIZE) {
                    sum += (double) kernels[(filter * CHANNELS + channel) * 9 + k]
                            * input[(channel * SIZE + y) * SIZE + x];
                }
            }
        }
        return sum;
    }
}
