package io.soakline.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The ten bytes before every record: {@code C3 01} and the little-endian CRC-64-AVRO fingerprint of the writer's
 * schema, as Avro's single-object encoding defines them.
 */
final class SingleObject {

    static final int HEADER_BYTES = 10;
    private static final byte MARKER = (byte) 0xC3;
    private static final byte VERSION = 1;

    private SingleObject() {}

    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    static byte[] header(Schema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARKER)
                .put(VERSION)
                .putLong(fingerprint(schema))
                .array();
    }

    /** The writer's fingerprint. */
    static long read(byte[] bytes, String recordName) throws MalformedRecordException {
        if (bytes.length < HEADER_BYTES) {
            throw new MalformedRecordException(
                    recordName + ": " + bytes.length + " bytes are fewer than the 10 of a single-object header");
        }
        if (bytes[0] != MARKER || bytes[1] != VERSION) {
            throw new MalformedRecordException(String.format(
                    "%s: starts with %02x%02x, not with the single-object marker c301",
                    recordName, bytes[0], bytes[1]));
        }
        return ByteBuffer.wrap(bytes, 2, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
