package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsSettingsTest {

    private static final String TOKEN = "0123456789abcdef";

    @Test
    void of_givenNothing_servesLoopbackAndPushesNothing() {
        MetricsSettings settings = MetricsSettings.of(Map.of());

        assertThat(settings.server()).isEqualTo(new MetricsSettings.Server("127.0.0.1", 9464, null));
        assertThat(settings.push()).isNull();
        assertThat(settings.keep()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.withoutServer().server()).isNull();
    }

    @Test
    void of_givenAnEndpoint_pushesWithOpenTelemetrysVariablesAlone() {
        MetricsSettings settings = MetricsSettings.of(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318",
                "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer s3cret",
                "HOME", "/root"));

        assertThat(Objects.requireNonNull(settings.push()).variables())
                .containsOnlyKeys("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void of_givenAnEndpointAndTheStandardOffSwitches_pushesNothing() {
        String endpoint = "http://127.0.0.1:4318";
        assertThat(MetricsSettings.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "OTEL_SDK_DISABLED", "true"))
                        .push())
                .isNull();
        assertThat(MetricsSettings.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "OTEL_METRICS_EXPORTER", "none"))
                        .push())
                .isNull();
    }

    @Test
    void of_givenAnOpenHost_wantsAToken() {
        Map<String, String> open = Map.of("SOAKLINE_METRICS_HOST", "0.0.0.0");
        assertThatThrownBy(() -> MetricsSettings.of(open))
                .isInstanceOf(MetricsException.class)
                .hasMessageContaining("SOAKLINE_METRICS_TOKEN");
        MetricsSettings settings =
                MetricsSettings.of(Map.of("SOAKLINE_METRICS_HOST", "0.0.0.0", "SOAKLINE_METRICS_TOKEN", TOKEN));
        assertThat(settings.toString()).doesNotContain(TOKEN);
    }

    @Test
    void of_givenATokenFile_takesItsFirstLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        MetricsSettings settings =
                MetricsSettings.of("0.0.0.0", 0, Map.of("SOAKLINE_METRICS_TOKEN_FILE", file.toString()));

        assertThat(Objects.requireNonNull(settings.server()).token()).isEqualTo(TOKEN);
    }

    @Test
    void of_givenWhatCannotBe_namesTheVariable() {
        assertThatThrownBy(() -> MetricsSettings.of(Map.of("SOAKLINE_METRICS_PORT", "99999")))
                .hasMessage("SOAKLINE_METRICS_PORT is 99999; 0 to 65535 expected");
        assertThatThrownBy(() -> MetricsSettings.of(Map.of("SOAKLINE_METRICS_RUNS", "many")))
                .hasMessageContaining("SOAKLINE_METRICS_RUNS is many");
        assertThatThrownBy(() -> MetricsSettings.of(Map.of("SOAKLINE_METRICS_WINDOWS", "1m,2m")))
                .hasMessageContaining("SOAKLINE_METRICS_WINDOWS is 1m,2m");
        assertThatThrownBy(() -> MetricsSettings.of(Map.of("SOAKLINE_METRICS_TOKEN", "short")))
                .hasMessageContaining("at least 16");
    }
}
