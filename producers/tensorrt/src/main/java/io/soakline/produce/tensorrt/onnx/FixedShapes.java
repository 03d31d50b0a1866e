package io.soakline.produce.tensorrt.onnx;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InputShapes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An ONNX model whose inputs have the sizes that the engine is built for. Exporters give every open size the same name, "?",
 * and TensorRT takes sizes of one name for equal: with a profile for 1x3x48x192 it refuses such a model.
 */
public final class FixedShapes {

    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int INITIALIZER_NAME = 8;
    private static final int INPUT = 11;

    private FixedShapes() {}

    /**
     * @param model bytes of an ONNX file
     * @return the same bytes where no size is open
     * @throws EngineException when a size stays open, or what was given contradicts the model
     */
    public static byte[] convert(byte[] model, InputShapes shapes) throws EngineException {
        ProtoMessage whole = ProtoMessage.parse(model);
        ProtoMessage.Field field = whole.last(GRAPH);
        if (field == null) {
            throw new EngineException("the file has no graph; is it an ONNX model?");
        }
        ProtoMessage graph = field.message();
        Set<String> initializers = new HashSet<>();
        for (ProtoMessage.Field initializer : graph.all(INITIALIZER)) {
            initializers.add(initializer.message().text(INITIALIZER_NAME));
        }
        boolean changed = false;
        ProtoMessage fixed = new ProtoMessage();
        for (ProtoMessage.Field part : graph.fields()) {
            OnnxValue input = part.number() == INPUT ? new OnnxValue(part.message()) : null;
            if (input == null || initializers.contains(input.name()) || !input.isOpen()) {
                fixed.fields().add(part);
            } else {
                List<Long> shape = shapes.resolve(input.name(), input.shape());
                fixed.add(INPUT, input.withShape(shape));
                changed = true;
            }
        }
        return changed ? whole.set(GRAPH, fixed).toBytes() : model;
    }
}
