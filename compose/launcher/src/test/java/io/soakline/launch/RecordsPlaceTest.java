package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.kafka.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsPlaceTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "soak.ndjson.gz,1,soak.ndjson.gz",
        "soak.ndjson.gz,2,soak-2.ndjson.gz",
        "soak,3,soak-3",
        ".soak.gz,2,.soak-2.gz"
    })
    void file_givenSeveralProcesses_isAnotherForEach(String name, int number, String expected) {
        RecordsPlace.File file = new RecordsPlace.File(folder.resolve(name));

        assertThat(file.ofProcess(number).file()).isEqualTo(folder.resolve(expected));
    }

    @Test
    void file_thatIsThere_isRefusedBeforeAnythingStarts() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken.ndjson.gz"), "kept");

        assertThatThrownBy(() -> new RecordsPlace.File(taken).prepare())
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("records are never overwritten");
        assertThatThrownBy(() -> new RecordsPlace.File(taken).open()).isInstanceOf(LaunchException.class);
        assertThat(taken).hasContent("kept");
    }

    @Test
    void kafka_givenProperties_handsTheirFileOnAndNotTheirValues() {
        RecordsPlace place = new RecordsPlace.Kafka(
                new KafkaSettings("broker:9092", "soakline.", Map.of("ssl.key.password", "secret")),
                Path.of("/etc/kafka.properties"));

        assertThat(place.ofProcess(7).arguments())
                .containsExactly(
                        "--kafka",
                        "broker:9092",
                        "--topic-prefix",
                        "soakline.",
                        "--kafka-properties",
                        "/etc/kafka.properties");
    }
}
