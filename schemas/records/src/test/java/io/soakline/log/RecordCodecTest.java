package io.soakline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.record.Alert;
import io.soakline.record.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RecordCodecTest {

    static final List<Class<? extends SpecificRecordBase>> TYPES = SampleRecords.TYPES;

    @ParameterizedTest
    @FieldSource("TYPES")
    void decode_givenBytesOfGenericWriter_readsThemAndWritesTheSameAgain(Class<? extends SpecificRecordBase> type)
            throws MalformedRecordException {
        readAndWrite(type);
    }

    private static <T extends SpecificRecordBase> void readAndWrite(Class<T> type) throws MalformedRecordException {
        RecordCodec<T> codec = RecordCodec.of(type);
        for (long seed = 0; seed < 20; seed++) {
            byte[] bytes = SampleRecords.encode(SampleRecords.random(type, seed));
            // Maps have no order of their own, so the second writing is compared by what it says.
            T once = codec.decode(bytes);
            assertThat(codec.decode(codec.encode(once))).as("seed %d", seed).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void decode_givenDamagedBytes_saysMalformedAndNothingElse(Class<? extends SpecificRecordBase> type) {
        RecordCodec<? extends SpecificRecordBase> codec = RecordCodec.of(type);
        Random random = new Random(7);
        for (long seed = 0; seed < 50; seed++) {
            byte[] bytes = SampleRecords.encode(SampleRecords.random(type, seed));
            decodeOrMalformed(codec, Arrays.copyOf(bytes, random.nextInt(bytes.length)), seed);
            for (int flips = 0; flips < 20; flips++) {
                bytes[SingleObject.HEADER_BYTES + random.nextInt(bytes.length - SingleObject.HEADER_BYTES)] ^=
                        (byte) (1 << random.nextInt(8));
                decodeOrMalformed(codec, bytes, seed);
            }
        }
    }

    private static void decodeOrMalformed(RecordCodec<?> codec, byte[] bytes, long seed) {
        try {
            assertThat(codec.decode(bytes)).as("seed %d", seed).isNotNull();
        } catch (MalformedRecordException e) {
            assertThat(e).as("seed %d", seed).hasMessageMatching("(?s)\\w+: .+");
        }
    }

    @Test
    void decode_givenTruncatedRecord_isMalformed() {
        byte[] bytes = SampleRecords.encode(SampleRecords.random(Alert.class, 1));
        assertThatThrownBy(() -> RecordCodec.of(Alert.class).decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void decode_givenAnotherRecord_namesTheUnknownSchema() {
        byte[] alert = SampleRecords.encode(SampleRecords.random(Alert.class, 1));
        assertThatThrownBy(() -> RecordCodec.of(Run.class).decode(alert))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("Run: written under schema");
    }

    @Test
    void decode_givenTextOfSomebodyElse_saysWhatItStartsWith() {
        assertThatThrownBy(() -> RecordCodec.of(Run.class)
                        .decode("{\"hello\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("Run: starts with 7b22, not with the single-object marker c301");
    }
}
