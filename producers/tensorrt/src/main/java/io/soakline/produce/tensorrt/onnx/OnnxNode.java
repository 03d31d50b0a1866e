package io.soakline.produce.tensorrt.onnx;

import io.soakline.produce.engine.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A {@code NodeProto}. */
final class OnnxNode {

    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int OPERATOR = 4;
    private static final int ATTRIBUTE = 5;
    private static final int DOMAIN = 7;

    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_FLOAT = 2;
    private static final int ATTRIBUTE_INT = 3;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int ATTRIBUTE_GRAPH = 6;
    private static final int ATTRIBUTE_FLOATS = 7;
    private static final int ATTRIBUTE_GRAPHS = 11;
    private static final int ATTRIBUTE_TYPE = 20;
    private static final int TYPE_INT = 2;

    private final ProtoMessage message;

    OnnxNode(ProtoMessage message) {
        this.message = message;
    }

    static ProtoMessage cast(String from, String to, int type) {
        ProtoMessage attribute = new ProtoMessage()
                .add(ATTRIBUTE_NAME, "to")
                .add(ATTRIBUTE_INT, type)
                .add(ATTRIBUTE_TYPE, TYPE_INT);
        return new ProtoMessage()
                .add(INPUT, from)
                .add(OUTPUT, to)
                .add(NAME, "cast " + from + " to " + to)
                .add(OPERATOR, "Cast")
                .add(ATTRIBUTE, attribute);
    }

    ProtoMessage message() {
        return message;
    }

    String operator() {
        return message.text(OPERATOR);
    }

    String domain() {
        return message.text(DOMAIN);
    }

    List<String> inputs() {
        return message.texts(INPUT);
    }

    List<String> outputs() {
        return message.texts(OUTPUT);
    }

    /** Its name, or where it has none that of its first output. */
    String shownAs() {
        String name = message.text(NAME);
        return name.isEmpty() && !outputs().isEmpty() ? outputs().get(0) : name;
    }

    /** The tensor of a {@code Constant} node that holds one; else null. */
    @Nullable
    ProtoMessage constant() throws EngineException {
        for (ProtoMessage.Field field :
                operator().equals("Constant") ? message.all(ATTRIBUTE) : List.<ProtoMessage.Field>of()) {
            ProtoMessage.Field tensor = field.message().last(ATTRIBUTE_TENSOR);
            if (tensor != null) {
                return tensor.message();
            }
        }
        return null;
    }

    /** Value of a float attribute. */
    double number(String attribute, double defaultValue) throws EngineException {
        for (ProtoMessage.Field field : message.all(ATTRIBUTE)) {
            ProtoMessage each = field.message();
            ProtoMessage.Field value = each.last(ATTRIBUTE_FLOAT);
            if (value != null && each.text(ATTRIBUTE_NAME).equals(attribute)) {
                return ByteBuffer.wrap(value.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat();
            }
        }
        return defaultValue;
    }

    /** With other names, tensors as halves, and casts to float as casts to half. */
    ProtoMessage convert(UnaryOperator<String> input, UnaryOperator<String> output) throws EngineException {
        ProtoMessage converted = new ProtoMessage();
        for (ProtoMessage.Field field : message.fields()) {
            switch (field.number()) {
                case INPUT -> converted.add(INPUT, input.apply(field.text()));
                case OUTPUT -> converted.add(OUTPUT, output.apply(field.text()));
                case ATTRIBUTE -> converted.add(ATTRIBUTE, attribute(field.message()));
                default -> converted.fields().add(field);
            }
        }
        return converted;
    }

    private ProtoMessage attribute(ProtoMessage attribute) throws EngineException {
        if (!attribute.all(ATTRIBUTE_GRAPH).isEmpty()
                || !attribute.all(ATTRIBUTE_GRAPHS).isEmpty()) {
            throw new EngineException("node \"" + shownAs() + "\" (" + operator()
                    + ") has a graph of its own, which is not converted to half precision; build with --option"
                    + " precision=fp32");
        }
        if (operator().equals("Cast")
                && attribute.text(ATTRIBUTE_NAME).equals("to")
                && attribute.number(ATTRIBUTE_INT) == FloatTensor.FLOAT) {
            return copy(attribute).set(ATTRIBUTE_INT, FloatTensor.FLOAT16);
        }
        if (operator().equals("Constant") && attribute.text(ATTRIBUTE_NAME).startsWith("value_float")) {
            return floats(attribute);
        }
        ProtoMessage.Field tensor = attribute.last(ATTRIBUTE_TENSOR);
        if (tensor == null || !FloatTensor.is(tensor.message())) {
            return attribute;
        }
        return copy(attribute).set(ATTRIBUTE_TENSOR, FloatTensor.toHalf(tensor.message(), shownAs()));
    }

    /** {@code value_float} and {@code value_floats}, which have no form in half precision, as a tensor {@code value}. */
    private ProtoMessage floats(ProtoMessage attribute) throws EngineException {
        boolean scalar = attribute.text(ATTRIBUTE_NAME).equals("value_float");
        List<ProtoMessage.Field> values = attribute.all(scalar ? ATTRIBUTE_FLOAT : ATTRIBUTE_FLOATS);
        int bytes = values.stream().mapToInt(f -> f.bytes().length).sum();
        ProtoMessage tensor = new ProtoMessage();
        if (!scalar) {
            tensor.add(1, bytes / Float.BYTES);
        }
        tensor.add(2, FloatTensor.FLOAT);
        values.forEach(f -> tensor.add(4, f.bytes()));
        return new ProtoMessage()
                .add(ATTRIBUTE_NAME, "value")
                .add(ATTRIBUTE_TENSOR, FloatTensor.toHalf(tensor, shownAs()))
                .add(ATTRIBUTE_TYPE, 4);
    }

    private static ProtoMessage copy(ProtoMessage message) {
        ProtoMessage copy = new ProtoMessage();
        copy.fields().addAll(message.fields());
        return copy;
    }
}
