package io.soakline.produce.tensorrt.onnx;

import io.soakline.produce.engine.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites batch normalisations with constant statistics to the same ones with mean 0 and variance 1: running variances of
 * trained models lie beyond what a half holds, the factors that come of them do not.
 *
 * <p>scale / sqrt(variance + epsilon) * sqrt(1 + epsilon) is the new scale, bias - mean * scale / sqrt(variance + epsilon)
 * the new bias, both computed in 64 bits.
 */
final class BatchNormalizations {

    private static final int NODE = 1;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 1;
    private static final double DEFAULT_EPSILON = 1e-5f;
    private static final List<String> PARTS = List.of("scale", "bias", "mean", "variance");

    private final Map<String, ProtoMessage> constants = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final List<ProtoMessage> added = new ArrayList<>();
    private final Set<String> unused = new HashSet<>();

    private BatchNormalizations() {}

    /** The graph with such normalisations, without the constants that nothing uses any more. */
    static ProtoMessage rewrite(ProtoMessage graph) throws EngineException {
        return new BatchNormalizations().rewritten(graph);
    }

    private ProtoMessage rewritten(ProtoMessage graph) throws EngineException {
        for (ProtoMessage.Field field : graph.all(INITIALIZER)) {
            constants.put(FloatTensor.name(field.message()), field.message());
        }
        for (ProtoMessage.Field field : graph.all(NODE)) {
            OnnxNode node = new OnnxNode(field.message());
            ProtoMessage value = node.constant();
            if (value != null) {
                constants.put(node.outputs().get(0), value);
            }
            node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
        }
        List<ProtoMessage> nodes = new ArrayList<>();
        for (ProtoMessage.Field field : graph.all(NODE)) {
            nodes.add(rewritten(new OnnxNode(field.message())));
        }
        ProtoMessage result = new ProtoMessage();
        for (ProtoMessage node : nodes) {
            if (!unused.containsAll(new OnnxNode(node).outputs())) {
                result.add(NODE, node);
            }
        }
        for (ProtoMessage.Field field : graph.fields()) {
            boolean gone = field.number() == INITIALIZER && unused.contains(FloatTensor.name(field.message()));
            if (field.number() != NODE && !gone) {
                result.fields().add(field);
            }
        }
        added.forEach(tensor -> result.add(INITIALIZER, tensor));
        return result;
    }

    private ProtoMessage rewritten(OnnxNode node) throws EngineException {
        List<String> inputs = node.inputs();
        if (!node.operator().equals("BatchNormalization") || inputs.size() != 5) {
            return node.message();
        }
        List<double[]> values = new ArrayList<>();
        for (String name : inputs.subList(1, 5)) {
            ProtoMessage constant = constants.get(name);
            if (constant == null || !FloatTensor.is(constant)) {
                return node.message();
            }
            values.add(FloatTensor.toDoubles(constant));
        }
        List<float[]> replaced = unitVariance(values, node.number("epsilon", DEFAULT_EPSILON));
        ProtoMessage result = new ProtoMessage();
        int input = 0;
        for (ProtoMessage.Field field : node.message().fields()) {
            if (field.number() != INPUT) {
                result.fields().add(field);
            } else {
                int part = input++ - 1;
                result.add(INPUT, part < 0 ? field.text() : replace(node, field.text(), part, replaced.get(part)));
            }
        }
        return result;
    }

    private String replace(OnnxNode node, String old, int part, float[] values) {
        if (uses.merge(old, -1, Integer::sum) == 0) {
            unused.add(old);
        }
        String name = node.outputs().get(0) + "__" + PARTS.get(part);
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        added.add(FloatTensor.of(name, values.length, raw.array()));
        return name;
    }

    private static List<float[]> unitVariance(List<double[]> values, double epsilon) {
        int channels = values.get(0).length;
        float[] scale = new float[channels];
        float[] bias = new float[channels];
        float[] variance = new float[channels];
        for (int c = 0; c < channels; c++) {
            double factor = values.get(0)[c] / Math.sqrt(values.get(3)[c] + epsilon);
            scale[c] = (float) (factor * Math.sqrt(1 + epsilon));
            bias[c] = (float) (values.get(1)[c] - values.get(2)[c] * factor);
            variance[c] = 1;
        }
        return List.of(scale, bias, new float[channels], variance);
    }
}
