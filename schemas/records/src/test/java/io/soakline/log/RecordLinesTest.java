package io.soakline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.record.DeviceBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordLinesTest {

    private final RecordLines lines = new RecordLines();

    private static Class<? extends SpecificRecordBase> type(Topic topic) {
        return SampleRecords.TYPES.get(List.of(
                        Topic.RUNS,
                        Topic.INFERENCES,
                        Topic.OUTPUTS,
                        Topic.DEVICES,
                        Topic.PANES,
                        Topic.WINDOWS,
                        Topic.RUN_OUTPUTS,
                        Topic.BASELINES,
                        Topic.AGREEMENTS,
                        Topic.SELF_TESTS,
                        Topic.ALERTS,
                        Topic.ALERT_NOTES,
                        Topic.DEAD_LETTERS)
                .indexOf(topic));
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void read_givenWhatWasWritten_isTheSameRecord(Topic topic) throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            byte[] bytes = SampleRecords.encode(SampleRecords.random(type(topic), seed));
            String line = lines.write(topic, "a \"key\"/\n" + seed, bytes);
            assertThat(line).doesNotContain("\n");
            RecordLines.Line read = lines.read(line);
            assertThat(read.topic()).isEqualTo(topic);
            assertThat(read.key()).isEqualTo("a \"key\"/\n" + seed);
            // Maps have no order: equal records may differ in their bytes.
            RecordCodec<?> codec = RecordCodec.of(type(topic));
            assertThat(codec.decode(read.value()).equals(codec.decode(bytes)))
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void read_givenLinesOfEveryOlderVersion_addsWhatCameLater(Topic topic) throws Exception {
        Class<? extends SpecificRecordBase> type = type(topic);
        for (Schema version : SchemaHistory.of(type.getSimpleName())) {
            for (int seed = 0; seed < 20; seed++) {
                Object old = new RandomData(version, 1, seed).iterator().next();
                String line =
                        "{\"topic\":\"" + topic.name("") + "\",\"key\":\"k\",\"value\":" + json(version, old) + "}";
                byte[] bytes = SampleRecords.encode((GenericRecord) old);
                RecordCodec<?> codec = RecordCodec.of(type);
                assertThat(codec.decode(lines.read(line).value()).equals(codec.decode(bytes)))
                        .as("seed %d of %s", seed, version.getFields())
                        .isTrue();
            }
        }
    }

    private static String json(Schema schema, Object record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
        new GenericDatumWriter<>(schema).write(record, encoder);
        encoder.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void read_givenWhateverIsNoRecord_saysWhat() {
        assertThatThrownBy(() -> lines.read("{")).isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> lines.read("{\"topic\":\"elsewhere\"}"))
                .hasMessageContaining("no topic \"elsewhere\"");
        assertThatThrownBy(() -> lines.read("{\"topic\":\"runs\",\"key\":\"x\"}"))
                .hasMessageContaining("lacks");
        assertThatThrownBy(() -> lines.read("{\"topic\":\"runs\",\"key\":\"x\",\"value\":{\"runId\":1}}"))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("Run: ");
    }

    @Test
    void read_givenDamagedLines_neverThrowsAnythingElse() throws Exception {
        Random random = new Random(1);
        String whole = lines.write(
                Topic.DEVICES, "device-1", SampleRecords.encode(SampleRecords.random(DeviceBatch.class, 3)));
        for (int i = 0; i < 2_000; i++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) (' ' + random.nextInt(95)));
            }
            try {
                lines.read(damaged.substring(0, random.nextInt(damaged.length())));
            } catch (MalformedRecordException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
