package io.soakline.produce.onnxruntime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An ONNX model of a few hundred bytes, written field by field (protobuf wire format, field numbers of onnx.proto):
 * {@code y = Softmax(x · w)} with a 4 by 3 matrix w.
 */
final class TinyModel {

    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FLOAT = 1;

    private TinyModel() {}

    /** @param rows first extent of input and output; 0 leaves it open */
    static byte[] withRows(int rows) throws IOException {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        bytes(graph, 1, node("MatMul", "logits", "x", "w"));
        bytes(graph, 1, node("Softmax", "y", "logits"));
        text(graph, 2, "tiny");
        bytes(graph, 5, weights());
        bytes(graph, 11, value("x", rows, 4));
        bytes(graph, 12, value("y", rows, 3));
        ByteArrayOutputStream opset = new ByteArrayOutputStream();
        number(opset, 2, 13);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, 8);
        bytes(model, 7, graph.toByteArray());
        bytes(model, 8, opset.toByteArray());
        return model.toByteArray();
    }

    private static byte[] node(String operator, String output, String... inputs) throws IOException {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        for (String input : inputs) {
            text(node, 1, input);
        }
        text(node, 2, output);
        text(node, 4, operator);
        return node.toByteArray();
    }

    private static byte[] weights() throws IOException {
        ByteBuffer values = ByteBuffer.allocate(12 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 12; i++) {
            values.putFloat((i * 7 % 12) / 6f - 1);
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, 4);
        number(tensor, 1, 3);
        number(tensor, 2, FLOAT);
        text(tensor, 8, "w");
        bytes(tensor, 9, values.array());
        return tensor.toByteArray();
    }

    private static byte[] value(String name, int... extents) throws IOException {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (int extent : extents) {
            ByteArrayOutputStream dimension = new ByteArrayOutputStream();
            if (extent > 0) {
                number(dimension, 1, extent);
            } else {
                text(dimension, 2, "rows");
            }
            bytes(shape, 1, dimension.toByteArray());
        }
        ByteArrayOutputStream tensorType = new ByteArrayOutputStream();
        number(tensorType, 1, FLOAT);
        bytes(tensorType, 2, shape.toByteArray());
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        bytes(type, 1, tensorType.toByteArray());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        text(value, 1, name);
        bytes(value, 2, type.toByteArray());
        return value.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int field, int value) {
        varint(out, field << 3 | VARINT);
        varint(out, value);
    }

    private static void text(ByteArrayOutputStream out, int field, String text) throws IOException {
        bytes(out, field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] bytes) throws IOException {
        varint(out, field << 3 | BYTES);
        varint(out, bytes.length);
        out.write(bytes);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
