package io.soakline.produce.tvm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes small ONNX models in protobuf wire format; field numbers as in onnx.proto. */
final class OnnxBytes {

    private static final int FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRING = 3;
    private static final int ATTRIBUTE_INTS = 7;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    OnnxBytes node(String operator, String output, String[] inputs, byte[]... attributes) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        for (String input : inputs) {
            text(node, 1, input);
        }
        text(node, 2, output);
        text(node, 4, operator);
        for (byte[] attribute : attributes) {
            bytes(node, 5, attribute);
        }
        bytes(graph, 1, node.toByteArray());
        return this;
    }

    static byte[] ints(String name, long... values) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        text(attribute, 1, name);
        for (long value : values) {
            number(attribute, 8, value);
        }
        number(attribute, 20, ATTRIBUTE_INTS);
        return attribute.toByteArray();
    }

    static byte[] number(String name, long value) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        text(attribute, 1, name);
        number(attribute, 3, value);
        number(attribute, 20, ATTRIBUTE_INT);
        return attribute.toByteArray();
    }

    static byte[] string(String name, String value) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        text(attribute, 1, name);
        text(attribute, 4, value);
        number(attribute, 20, ATTRIBUTE_STRING);
        return attribute.toByteArray();
    }

    OnnxBytes weights(String name, float[] values, long... shape) {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        for (long extent : shape) {
            number(tensor, 1, extent);
        }
        number(tensor, 2, FLOAT);
        text(tensor, 8, name);
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        bytes(tensor, 9, raw.array());
        bytes(graph, 5, tensor.toByteArray());
        return this;
    }

    /** A dimension of 0 is left open. */
    OnnxBytes input(String name, long... shape) {
        bytes(graph, 11, value(name, shape));
        return this;
    }

    OnnxBytes output(String name, long... shape) {
        bytes(graph, 12, value(name, shape));
        return this;
    }

    byte[] model() {
        ByteArrayOutputStream operators = new ByteArrayOutputStream();
        text(operators, 1, "");
        number(operators, 2, 13);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, 7);
        bytes(model, 7, graph.toByteArray());
        bytes(model, 8, operators.toByteArray());
        return model.toByteArray();
    }

    private static byte[] value(String name, long... shape) {
        ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
        for (long extent : shape) {
            ByteArrayOutputStream dimension = new ByteArrayOutputStream();
            if (extent > 0) {
                number(dimension, 1, extent);
            } else {
                text(dimension, 2, "open");
            }
            bytes(dimensions, 1, dimension.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, FLOAT);
        bytes(tensor, 2, dimensions.toByteArray());
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        bytes(type, 1, tensor.toByteArray());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        text(value, 1, name);
        bytes(value, 2, type.toByteArray());
        return value.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3);
        varint(out, value);
    }

    private static void text(ByteArrayOutputStream out, int field, String value) {
        bytes(out, field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        varint(out, ((long) field << 3) | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
