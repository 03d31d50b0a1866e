package io.soakline.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Records to bytes and back, in Avro's single-object encoding.
 *
 * <p>Bytes written under an older schema are read as long as that schema is listed in {@code history/} (one file per
 * released version of a record). One instance serves one thread: it reuses its coders.
 */
public final class RecordCodec<T extends SpecificRecordBase> {

    static {
        // Avro 1.12.2 decodes into trusted classes only; ours are trusted in code, so that no flag is needed.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals("io.soakline.record")));
    }

    private final Schema schema;
    private final byte[] header;
    private final SpecificDatumWriter<T> writer;
    private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    private RecordCodec(Class<T> type) {
        schema = SpecificData.get().getSchema(type);
        header = SingleObject.header(schema);
        writer = new SpecificDatumWriter<>(schema);
        readers.put(SingleObject.fingerprint(schema), new SpecificDatumReader<>(schema));
        for (Schema old : SchemaHistory.of(schema.getName())) {
            readers.putIfAbsent(SingleObject.fingerprint(old), new SpecificDatumReader<>(old, schema));
        }
    }

    public static <T extends SpecificRecordBase> RecordCodec<T> of(Class<T> type) {
        return new RecordCodec<>(type);
    }

    public byte[] encode(T value) {
        out.reset();
        try {
            out.write(header);
            encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /** @throws MalformedRecordException for anything that is not a whole record of this type */
    public T decode(byte[] bytes) throws MalformedRecordException {
        long fingerprint = SingleObject.read(bytes, schema.getName());
        SpecificDatumReader<T> reader = readers.get(fingerprint);
        if (reader == null) {
            throw new MalformedRecordException(String.format(
                    "%s: written under schema %016x, which this version does not know; was it written by a newer one?",
                    schema.getName(), fingerprint));
        }
        try {
            decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, SingleObject.HEADER_BYTES, bytes.length - SingleObject.HEADER_BYTES, decoder);
            T value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new MalformedRecordException(schema.getName() + ": bytes left over after the record");
            }
            return value;
        } catch (IOException | RuntimeException e) {
            // Avro reports damaged bytes with whatever its decoder ran into.
            throw new MalformedRecordException(schema.getName() + ": " + e, e);
        }
    }
}
