package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfluxSettingsTest {

    @TempDir
    Path folder;

    @Test
    void token_comesFromAFileOrTheEnvironment() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), " s3cret\n");

        assertThat(from(Map.of(InfluxSettings.TOKEN_FILE, file.toString())))
                .isEqualTo(new InfluxSettings.Token("s3cret"));
        assertThat(from(Map.of(InfluxSettings.TOKEN, "s3cret"))).isEqualTo(new InfluxSettings.Token("s3cret"));
        assertThat(from(Map.of())).isEqualTo(new InfluxSettings.None());
    }

    @Test
    void token_givenTwiceOrNotReadable_isRefusedWithTheNameOfTheVariable() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> from(Map.of(InfluxSettings.TOKEN, "a", InfluxSettings.TOKEN_FILE, "b")))
                .hasMessageContaining("both set");
        assertThatThrownBy(() -> from(
                        Map.of(InfluxSettings.TOKEN_FILE, folder.resolve("none").toString())))
                .hasMessageContaining(InfluxSettings.TOKEN_FILE);
        assertThatThrownBy(() -> from(Map.of(InfluxSettings.TOKEN_FILE, empty.toString())))
                .hasMessageContaining("is empty");
    }

    @Test
    void text_neverShowsASecret() {
        InfluxSettings token = new InfluxSettings("u", "o", "b", new InfluxSettings.Token("s3cret"), true);
        InfluxSettings basic = new InfluxSettings("u", "o", "b", new InfluxSettings.Basic("me", "s3cret"), true);

        assertThat(token.toString() + basic).doesNotContain("s3cret").contains("me");
    }

    private static InfluxSettings.Credentials from(Map<String, String> environment) {
        return InfluxSettings.of("http://127.0.0.1:1", "o", "b", false, environment)
                .credentials();
    }
}
