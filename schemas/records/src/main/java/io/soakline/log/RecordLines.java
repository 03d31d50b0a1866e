package io.soakline.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.Baseline;
import io.soakline.record.DeadLetter;
import io.soakline.record.DeviceBatch;
import io.soakline.record.InferenceBatch;
import io.soakline.record.OutputSketch;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import io.soakline.record.SelfTest;
import io.soakline.record.WindowStats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Records as lines of JSON, {@code {"topic":"inferences","key":"device-1","value":{…}}}, and back: what a log holds, where
 * there is no broker. The value is in Avro's JSON encoding, which says everything that the bytes say; a NaN is
 * {@code "NaN"}. Fields with a default may be left out: lines of older versions are read. One instance serves one thread.
 */
public final class RecordLines {

    /**
     * A record on its way to the log.
     *
     * @param value in the encoding of {@link RecordCodec}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Line(Topic topic, String key, byte[] value) {}

    private final ObjectMapper json = new ObjectMapper();
    private final Map<Topic, Form<?>> forms = new EnumMap<>(Topic.class);

    /** @throws MalformedRecordException when the value is no record of the topic */
    public String write(Topic topic, String key, byte[] value) throws MalformedRecordException {
        try {
            return "{\"topic\":\"" + topic.name("") + "\",\"key\":" + json.writeValueAsString(key) + ",\"value\":"
                    + form(topic).toJson(value) + "}";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing text cannot fail", e);
        }
    }

    /** @throws MalformedRecordException saying what is wrong with the line */
    public Line read(String line) throws MalformedRecordException {
        JsonNode all;
        try {
            all = json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new MalformedRecordException("no JSON: " + e.getOriginalMessage(), e);
        }
        Topic topic = topic(all.path("topic").asText());
        JsonNode key = all.path("key");
        JsonNode value = all.path("value");
        if (!key.isTextual() || !value.isObject()) {
            throw new MalformedRecordException("a line has a topic, a key and a value; this one lacks one of them");
        }
        return new Line(topic, key.asText(), form(topic).toBytes(value));
    }

    private static Topic topic(String name) throws MalformedRecordException {
        for (Topic topic : Topic.values()) {
            if (topic.name("").equals(name)) {
                return topic;
            }
        }
        throw new MalformedRecordException("there is no topic \"" + name + "\"");
    }

    private Form<?> form(Topic topic) {
        return forms.computeIfAbsent(topic, t -> new Form<>(type(t)));
    }

    private static Class<? extends SpecificRecordBase> type(Topic topic) {
        return switch (topic) {
            case RUNS -> Run.class;
            case INFERENCES -> InferenceBatch.class;
            case OUTPUTS -> OutputSketch.class;
            case DEVICES -> DeviceBatch.class;
            case PANES -> PaneRecord.class;
            case WINDOWS -> WindowStats.class;
            case RUN_OUTPUTS -> RunOutputs.class;
            case BASELINES -> Baseline.class;
            case AGREEMENTS -> Agreement.class;
            case SELF_TESTS -> SelfTest.class;
            case ALERTS -> Alert.class;
            case ALERT_NOTES -> AlertNote.class;
            case DEAD_LETTERS -> DeadLetter.class;
        };
    }

    /** One kind of record in both encodings. */
    private static final class Form<T extends SpecificRecordBase> {

        private final Schema schema;
        private final RecordCodec<T> codec;
        private final SpecificDatumWriter<T> writer;
        private final SpecificDatumReader<T> reader;

        Form(Class<T> type) {
            schema = SpecificData.get().getSchema(type);
            codec = RecordCodec.of(type);
            writer = new SpecificDatumWriter<>(schema);
            reader = new SpecificDatumReader<>(schema);
        }

        String toJson(byte[] bytes) throws MalformedRecordException {
            T record = codec.decode(bytes);
            ByteArrayOutputStream out = new ByteArrayOutputStream(4 * bytes.length + 64);
            try {
                JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
                writer.write(record, encoder);
                encoder.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory cannot fail", e);
            }
            return out.toString(StandardCharsets.UTF_8);
        }

        byte[] toBytes(JsonNode value) throws MalformedRecordException {
            MissingFields.add(value, schema);
            String text = value.toString();
            try {
                return codec.encode(reader.read(null, DecoderFactory.get().jsonDecoder(schema, text)));
            } catch (IOException | RuntimeException e) {
                // Avro reports what does not fit the schema with whatever its decoder ran into.
                throw new MalformedRecordException(schema.getName() + ": " + e, e);
            }
        }
    }
}
