package io.soakline.produce.tensorrt.onnx;

import io.soakline.produce.engine.EngineException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A protobuf message as the list of its fields, in order, unknown ones included: what is not changed is written as it was
 * read. Nested messages stay bytes until they are asked for.
 *
 * <p>Format: <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, Encoding</a>. Groups, which ONNX
 * does not have, are refused.
 */
final class ProtoMessage {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    /**
     * One field.
     *
     * @param number of the field
     * @param wire one of the constants above
     * @param value of a varint, else 0
     * @param bytes of the others, without their length; empty for a varint
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Field(int number, int wire, long value, byte[] bytes) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        ProtoMessage message() throws EngineException {
            return parse(bytes);
        }
    }

    private final List<Field> fields = new ArrayList<>();

    /** An empty message. */
    ProtoMessage() {}

    /** @throws EngineException when the bytes are no whole message */
    static ProtoMessage parse(byte[] bytes) throws EngineException {
        ProtoMessage message = new ProtoMessage();
        Reader reader = new Reader(bytes);
        while (reader.position < bytes.length) {
            message.fields.add(reader.field());
        }
        return message;
    }

    List<Field> fields() {
        return fields;
    }

    List<Field> all(int number) {
        return fields.stream().filter(f -> f.number() == number).toList();
    }

    /** The last field of that number, as protobuf has it; null when there is none. */
    @Nullable
    Field last(int number) {
        List<Field> found = all(number);
        return found.isEmpty() ? null : found.get(found.size() - 1);
    }

    /** Text of a field; empty when it is not there. */
    String text(int number) {
        Field field = last(number);
        return field == null ? "" : field.text();
    }

    List<String> texts(int number) {
        return all(number).stream().map(Field::text).toList();
    }

    /** Value of a varint; 0 when it is not there. */
    long number(int number) {
        Field field = last(number);
        return field == null ? 0 : field.value();
    }

    ProtoMessage add(int number, long value) {
        fields.add(new Field(number, VARINT, value, new byte[0]));
        return this;
    }

    ProtoMessage add(int number, byte[] bytes) {
        fields.add(new Field(number, BYTES, 0, bytes));
        return this;
    }

    ProtoMessage add(int number, String text) {
        return add(number, text.getBytes(StandardCharsets.UTF_8));
    }

    ProtoMessage add(int number, ProtoMessage message) {
        return add(number, message.toBytes());
    }

    /** Puts one varint in the place of all fields of that number. */
    ProtoMessage set(int number, long value) {
        removeIf(f -> f.number() == number);
        return add(number, value);
    }

    ProtoMessage set(int number, ProtoMessage message) {
        removeIf(f -> f.number() == number);
        return add(number, message);
    }

    void removeIf(Predicate<Field> condition) {
        fields.removeIf(condition);
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : fields) {
            varint(out, ((long) field.number() << 3) | field.wire());
            if (field.wire() == VARINT) {
                varint(out, field.value());
            } else {
                if (field.wire() == BYTES) {
                    varint(out, field.bytes().length);
                }
                out.writeBytes(field.bytes());
            }
        }
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static final class Reader {

        private final byte[] bytes;
        private int position;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        Field field() throws EngineException {
            long tag = varint();
            int wire = (int) (tag & 7);
            int number = (int) (tag >>> 3);
            return switch (wire) {
                case VARINT -> new Field(number, wire, varint(), new byte[0]);
                case FIXED64 -> new Field(number, wire, 0, take(8));
                case FIXED32 -> new Field(number, wire, 0, take(4));
                case BYTES -> new Field(number, wire, 0, take(varint()));
                default -> throw broken("field of wire type " + wire);
            };
        }

        private byte[] take(long length) throws EngineException {
            if (length < 0 || length > bytes.length - position) {
                throw broken("a field of " + length + " bytes ends behind the message");
            }
            int from = position;
            position += (int) length;
            return Arrays.copyOfRange(bytes, from, position);
        }

        private long varint() throws EngineException {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (position == bytes.length) {
                    throw broken("it ends within a number");
                }
                byte next = bytes[position++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw broken("a number of more than 64 bits");
        }

        private EngineException broken(String what) {
            return new EngineException("not a protobuf message: " + what + " (byte " + position + " of " + bytes.length
                    + "); is it a complete ONNX model?");
        }
    }
}
