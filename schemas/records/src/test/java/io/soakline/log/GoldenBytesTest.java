package io.soakline.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Bytes written by version 1 of every record must be readable for good.
 *
 * <p>The files under {@code golden/} and {@code history/} are never changed once released. A changed record gets
 * {@code .v2} files beside them, written by {@link #main}.
 */
class GoldenBytesTest {

    static final List<Class<? extends SpecificRecordBase>> TYPES = SampleRecords.TYPES;
    private static final int NEWEST_VERSION = 1;

    @ParameterizedTest
    @FieldSource("TYPES")
    void decode_givenBytesOfVersion1_readsWhatWasWritten(Class<? extends SpecificRecordBase> type)
            throws IOException, MalformedRecordException {
        byte[] bytes = resource("/golden/" + type.getSimpleName() + ".v1.bin");
        String text = new String(resource("/golden/" + type.getSimpleName() + ".v1.json"), StandardCharsets.UTF_8);
        assertThat(RecordCodec.of(type).decode(bytes).toString()).isEqualTo(text.strip());
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void schema_isTheNewestInHistory(Class<? extends SpecificRecordBase> type) throws IOException {
        Schema kept = new Schema.Parser()
                .parse(new String(
                        resource("/io/soakline/record/history/" + type.getSimpleName() + ".v" + NEWEST_VERSION
                                + ".avsc"),
                        StandardCharsets.UTF_8));
        assertThat(SingleObject.fingerprint(SpecificData.get().getSchema(type)))
                .as("a changed record needs a new version in history/ and golden/")
                .isEqualTo(SingleObject.fingerprint(kept));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenBytesTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /** Writes the files of the newest version. Arguments: folder of golden bytes, folder of schemas. */
    public static void main(String[] folders) throws IOException, MalformedRecordException {
        for (Class<? extends SpecificRecordBase> type : TYPES) {
            String name = type.getSimpleName() + ".v" + NEWEST_VERSION;
            byte[] bytes = SampleRecords.encode(SampleRecords.random(type, 1));
            Files.write(Path.of(folders[0], name + ".bin"), bytes);
            Files.writeString(
                    Path.of(folders[0], name + ".json"), RecordCodec.of(type).decode(bytes) + "\n");
            Files.writeString(
                    Path.of(folders[1], name + ".avsc"),
                    SpecificData.get().getSchema(type).toString() + "\n");
        }
    }
}
