package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.launch.RecordFile;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleCommandTest {

    @TempDir
    static Path folder;

    /** A home in which nothing is built: GPUs are not looked for, and that is said. */
    @BeforeAll
    static void home() {
        System.setProperty("soakline.home", folder.toString());
    }

    @Test
    void sample_givenFile_writesEverySampleOfTheNamedDeviceAndIngestDescribesThem() throws Exception {
        Path file = folder.resolve("load.ndjson.gz");

        Invocation run = Invocation.of(
                "sample", "--for", "300ms", "--every", "5ms", "--device", "bench", "--json", "--records", "" + file);

        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode host = new ObjectMapper().readTree(run.out()).path("devices").path(0);
        assertThat(host.path("name").asText()).isEqualTo("host");
        List<RecordLines.Line> lines = new ArrayList<>();
        RecordFile read = RecordFile.read(file, lines::add);
        assertThat(read.whole()).isTrue();
        assertThat(read.malformed()).isZero();
        assertThat(read.records()).isPositive();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.topic()).isEqualTo(Topic.DEVICES);
            assertThat(line.key()).isEqualTo("bench");
        });
        assertThat(host.path("samples").asLong()).isPositive();

        Invocation ingest = Invocation.of("ingest", "" + file);

        assertThat(ingest.exit()).as(ingest.err()).isZero();
        assertThat(ingest.out())
                .startsWith("samples of devices and no run, so there is nothing to judge:\n")
                .containsPattern("\n  bench: [0-9,.]+ samples by host, 20\\S+Z to 20\\S+Z\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sample --for 1|did you mean 1s?|2",
                "sample --every 10us --records f|--every is below 1ms; expected at least 1ms|2",
                "sample --records f --kafka b:9092|--records writes a file instead of Kafka; leave out one of the two|2",
                "sample --for 1s|where to? give --kafka host:port (or SOAKLINE_KAFKA), or --records FILE|3",
                "smple|Did you mean sample?|2"
            })
    void sample_givenMistake_saysWhatToDo(String line, String message, int exit) {
        Invocation run = Invocation.of(line.split(" ", -1));

        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.err()).contains(message);
    }
}
