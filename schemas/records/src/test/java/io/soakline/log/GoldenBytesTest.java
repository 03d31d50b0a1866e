package io.soakline.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes written by every version of every record must be readable for good.
 *
 * <p>The files under {@code golden/} and {@code history/} are never changed once released. A changed record gets the files
 * of its next version beside them, written by {@link #main}.
 */
class GoldenBytesTest {

    static final List<Class<? extends SpecificRecordBase>> TYPES = SampleRecords.TYPES;

    static List<Arguments> versions() {
        List<Arguments> versions = new ArrayList<>();
        for (Class<? extends SpecificRecordBase> type : TYPES) {
            for (int version = 1; version <= newest(type); version++) {
                versions.add(Arguments.of(type, version));
            }
        }
        return versions;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void decode_givenBytesOfAnyVersion_readsWhatWasWritten(Class<? extends SpecificRecordBase> type, int version)
            throws IOException, MalformedRecordException {
        String golden = "/golden/" + type.getSimpleName() + ".v" + version;
        ObjectMapper json = new ObjectMapper();
        JsonNode written = json.readTree(resource(golden + ".json"));
        JsonNode read = json.readTree(
                RecordCodec.of(type).decode(resource(golden + ".bin")).toString());
        assertThat(withFieldsOf(written, read)).isEqualTo(written);
    }

    /** What was read, without the fields that came later. */
    private static JsonNode withFieldsOf(JsonNode written, JsonNode read) {
        if (read.isObject() && written.isObject()) {
            ObjectNode known = ((ObjectNode) read).objectNode();
            written.fieldNames().forEachRemaining(name -> {
                if (read.has(name)) {
                    known.set(name, withFieldsOf(written.get(name), read.get(name)));
                }
            });
            return known;
        }
        if (read.isArray() && written.isArray() && read.size() == written.size()) {
            ArrayNode known = ((ArrayNode) read).arrayNode();
            for (int i = 0; i < read.size(); i++) {
                known.add(withFieldsOf(written.get(i), read.get(i)));
            }
            return known;
        }
        return read;
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void schema_isTheNewestInHistory(Class<? extends SpecificRecordBase> type) throws IOException {
        assertThat(isUnchanged(type))
                .as("a changed record needs a new version in history/ and golden/")
                .isTrue();
    }

    private static boolean isUnchanged(Class<? extends SpecificRecordBase> type) throws IOException {
        Schema kept =
                new Schema.Parser().parse(new String(resource(history(type, newest(type))), StandardCharsets.UTF_8));
        return SingleObject.fingerprint(SpecificData.get().getSchema(type)) == SingleObject.fingerprint(kept);
    }

    private static int newest(Class<? extends SpecificRecordBase> type) {
        int version = 0;
        while (GoldenBytesTest.class.getResource(history(type, version + 1)) != null) {
            version++;
        }
        return version;
    }

    private static String history(Class<? extends SpecificRecordBase> type, int version) {
        return "/io/soakline/record/history/" + type.getSimpleName() + ".v" + version + ".avsc";
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenBytesTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /** Writes the files of the next version of what has changed. Arguments: folder of golden bytes, folder of schemas. */
    public static void main(String[] folders) throws IOException, MalformedRecordException {
        for (Class<? extends SpecificRecordBase> type : TYPES) {
            int newest = newest(type);
            if (newest > 0 && isUnchanged(type)) {
                continue;
            }
            String name = type.getSimpleName() + ".v" + (newest + 1);
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
