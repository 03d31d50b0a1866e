package io.soakline.produce.tensorrt.onnx;

import io.soakline.produce.engine.EngineException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX model whose arithmetic is in half precision and whose inputs and outputs stay as they were: weights and constants
 * become halves, a cast is put behind each float input and before each float output. TensorRT 11 takes the types of the
 * model as they are, so this is what a half-precision engine is built from.
 *
 * <p>Only operators that are known to mean the same in half precision are converted; others are refused by name, because a
 * wrong guess would give an engine that fails, or answers differently, for no visible reason.
 */
public final class HalfPrecision {

    /** Operators whose float tensors may all be halves. */
    private static final Set<String> SAME = Set.of(
            "Abs",
            "Add",
            "AveragePool",
            "BatchNormalization",
            "Clip",
            "Concat",
            "Constant",
            "ConstantOfShape",
            "Conv",
            "ConvTranspose",
            "DepthToSpace",
            "Div",
            "Dropout",
            "Elu",
            "Equal",
            "Erf",
            "Exp",
            "Expand",
            "Flatten",
            "Gather",
            "Gelu",
            "Gemm",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "Greater",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "InstanceNormalization",
            "LayerNormalization",
            "LeakyRelu",
            "Less",
            "Log",
            "MatMul",
            "Max",
            "MaxPool",
            "Min",
            "Mul",
            "Neg",
            "PRelu",
            "Pad",
            "Pow",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceSum",
            "Relu",
            "Reshape",
            "Resize",
            "Shape",
            "Sigmoid",
            "Slice",
            "Softmax",
            "Softplus",
            "SpaceToDepth",
            "Split",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Tanh",
            "Tile",
            "Transpose",
            "Unsqueeze",
            "Where");

    /** Operators, and which of their inputs ONNX wants as 32-bit floats whatever the others are. */
    private static final Map<String, Set<Integer>> STAYS_FLOAT = Map.of("Resize", Set.of(2));

    private static final int GRAPH = 7;
    private static final int NODE = 1;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;
    private static final int VALUE_INFO = 13;
    private static final int SPARSE_INITIALIZER = 15;

    private final Set<String> kept = new HashSet<>();
    private final Set<String> initializers = new HashSet<>();
    private final Set<String> castInputs = new HashSet<>();
    private final Set<String> castOutputs = new HashSet<>();

    private HalfPrecision() {}

    /**
     * @param model bytes of an ONNX file
     * @return bytes of the converted one
     * @throws EngineException naming the operator or tensor that cannot be converted
     */
    public static byte[] convert(byte[] model) throws EngineException {
        ProtoMessage whole = ProtoMessage.parse(model);
        ProtoMessage.Field graph = whole.last(GRAPH);
        if (graph == null) {
            throw new EngineException("the model has no graph; is it a complete ONNX model?");
        }
        return whole.set(GRAPH, new HalfPrecision().graph(BatchNormalizations.rewrite(graph.message())))
                .toBytes();
    }

    private ProtoMessage graph(ProtoMessage graph) throws EngineException {
        List<OnnxNode> nodes = new ArrayList<>();
        for (ProtoMessage.Field field : graph.all(NODE)) {
            nodes.add(new OnnxNode(field.message()));
        }
        learn(graph, nodes);
        List<ProtoMessage> before = new ArrayList<>();
        List<ProtoMessage> after = new ArrayList<>();
        for (String name : castInputs) {
            before.add(OnnxNode.cast(name, half(name), FloatTensor.FLOAT16));
        }
        for (String name : castOutputs) {
            after.add(OnnxNode.cast(half(name), name, FloatTensor.FLOAT));
        }
        ProtoMessage converted = new ProtoMessage();
        before.forEach(cast -> converted.add(NODE, cast));
        for (OnnxNode node : nodes) {
            converted.add(NODE, convert(node));
        }
        after.forEach(cast -> converted.add(NODE, cast));
        for (ProtoMessage.Field field : graph.fields()) {
            copy(field, converted);
        }
        return converted;
    }

    private void learn(ProtoMessage graph, List<OnnxNode> nodes) throws EngineException {
        if (!graph.all(SPARSE_INITIALIZER).isEmpty()) {
            throw refused("sparse weights");
        }
        for (OnnxNode node : nodes) {
            requireConvertible(node);
            for (int index : STAYS_FLOAT.getOrDefault(node.operator(), Set.of())) {
                if (index < node.inputs().size()) {
                    kept.add(node.inputs().get(index));
                }
            }
        }
        for (ProtoMessage.Field field : graph.all(INITIALIZER)) {
            initializers.add(FloatTensor.name(field.message()));
        }
        for (ProtoMessage.Field field : graph.all(INPUT)) {
            OnnxValue input = new OnnxValue(field.message());
            if (input.isFloat() && !initializers.contains(input.name()) && !kept.contains(input.name())) {
                castInputs.add(input.name());
            }
        }
        for (ProtoMessage.Field field : graph.all(OUTPUT)) {
            OnnxValue output = new OnnxValue(field.message());
            if (output.isFloat()) {
                castOutputs.add(output.name());
            }
        }
        requireConstants(nodes);
    }

    private static void requireConvertible(OnnxNode node) throws EngineException {
        boolean cast = node.operator().equals("Cast");
        if ((!node.domain().isEmpty() && !node.domain().equals("ai.onnx"))
                || (!cast && !SAME.contains(node.operator()))) {
            throw refused("operator " + node.operator() + " (node \"" + node.shownAs() + "\")");
        }
    }

    /** What must stay float is left alone, which is possible only where it is a constant. */
    private void requireConstants(List<OnnxNode> nodes) throws EngineException {
        for (OnnxNode node : nodes) {
            boolean constant = node.operator().equals("Constant");
            for (String output : node.outputs()) {
                if (kept.contains(output) && !output.isEmpty() && !constant) {
                    throw refused("a computed scale (\"" + output + "\" of node \"" + node.shownAs() + "\")");
                }
            }
            for (int i = 0; constant && i < node.outputs().size(); i++) {
                initializers.add(node.outputs().get(i));
            }
        }
    }

    private static EngineException refused(String what) {
        return new EngineException(what + " is not known to work in half precision; build with --option precision=fp32,"
                + " or convert the model yourself and build that");
    }

    private ProtoMessage convert(OnnxNode node) throws EngineException {
        if (node.operator().equals("Constant") && kept.contains(node.outputs().get(0))) {
            return node.message();
        }
        return node.convert(this::renamedInput, this::renamedOutput);
    }

    private String renamedInput(String name) {
        return castInputs.contains(name) || castOutputs.contains(name) ? half(name) : name;
    }

    private String renamedOutput(String name) {
        return castOutputs.contains(name) ? half(name) : name;
    }

    private static String half(String name) {
        return name + "__half";
    }

    private void copy(ProtoMessage.Field field, ProtoMessage to) throws EngineException {
        switch (field.number()) {
            case NODE, VALUE_INFO -> {} // nodes were written; types of values in between follow from them
            case INITIALIZER -> {
                ProtoMessage tensor = field.message();
                String name = FloatTensor.name(tensor);
                boolean half = FloatTensor.is(tensor) && !kept.contains(name);
                to.add(INITIALIZER, half ? FloatTensor.toHalf(tensor, name) : tensor);
            }
            case INPUT -> {
                OnnxValue input = new OnnxValue(field.message());
                boolean half = input.isFloat() && initializers.contains(input.name()) && !kept.contains(input.name());
                to.add(INPUT, half ? input.asHalf() : field.message());
            }
            default -> to.fields().add(field);
        }
    }
}
