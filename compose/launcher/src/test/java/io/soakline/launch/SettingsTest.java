package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.sink.influxdb.InfluxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path config;

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> all = new java.util.HashMap<>(more);
        all.put("XDG_CONFIG_HOME", config.toString());
        return all;
    }

    private void write(String text) throws IOException {
        Files.createDirectories(config.resolve("soakline"));
        Files.writeString(config.resolve("soakline/soakline.properties"), text);
    }

    @Test
    void load_givenNothing_takesDefaults() throws LaunchException {
        Settings settings = Settings.load(Map.of(), environment(Map.of()));
        assertThat(settings.value(SettingKey.PORT)).isEqualTo(new Settings.Value("8080", "default"));
    }

    @Test
    void load_givenFileEnvironmentAndFlag_flagWinsThenEnvironmentThenFile() throws Exception {
        write("port = 1\nhost = a\ntopic-prefix = f.\n");
        Settings settings = Settings.load(
                Map.of(SettingKey.PORT, "3"), environment(Map.of("SOAKLINE_PORT", "2", "SOAKLINE_HOST", "b")));
        assertThat(settings.value(SettingKey.PORT)).isEqualTo(new Settings.Value("3", "flag --port"));
        assertThat(settings.value(SettingKey.HOST)).isEqualTo(new Settings.Value("b", "variable SOAKLINE_HOST"));
        assertThat(settings.value(SettingKey.TOPIC_PREFIX).origin()).startsWith("file ");
    }

    @Test
    void load_givenUnknownKeyInFile_namesKeyAndFile() throws Exception {
        write("prot = 1\n");
        assertThatThrownBy(() -> Settings.load(Map.of(), environment(Map.of())))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("unknown setting \"prot\"")
                .hasMessageContaining("soakline.properties");
    }

    @Test
    void load_givenPortOutOfRange_saysValueExpectationAndSource() {
        assertThatThrownBy(() -> Settings.load(Map.of(), environment(Map.of("SOAKLINE_PORT", "70000"))))
                .isInstanceOf(LaunchException.class)
                .hasMessage("port is \"70000\" (variable SOAKLINE_PORT); expected a number from 0 to 65535");
    }

    @Test
    void influx_givenFile_isReadFromItAndNeverShown() throws Exception {
        Path token = Files.writeString(config.resolve("token"), "secret\n");
        Settings settings =
                Settings.load(Map.of(SettingKey.INFLUX_TOKEN_FILE, token.toString()), environment(Map.of()));
        assertThat(settings.influx().credentials()).isEqualTo(new InfluxSettings.Token("secret"));
        assertThat(settings.influx().toString()).doesNotContain("secret");
    }

    @Test
    void metrics_givenNeitherPortNorCollector_areNotWanted() throws Exception {
        assertThat(Metrics.wanted(Settings.load(Map.of(), environment(Map.of()))))
                .isEmpty();
    }

    @Test
    void metrics_givenPort_areServedThereOnLoopback() throws Exception {
        Settings settings = Settings.load(Map.of(), environment(Map.of("SOAKLINE_METRICS_PORT", "9464")));
        assertThat(Metrics.wanted(settings)).hasValueSatisfying(metrics -> {
            assertThat(metrics.server()).hasToString("127.0.0.1:9464");
            assertThat(metrics.push()).isNull();
        });
    }

    @Test
    void metrics_givenCollector_arePushedAndNotServed() throws Exception {
        Settings settings =
                Settings.load(Map.of(), environment(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")));
        assertThat(Metrics.wanted(settings)).hasValueSatisfying(metrics -> {
            assertThat(metrics.server()).isNull();
            assertThat(metrics.push()).isNotNull();
        });
    }

    @Test
    void metrics_givenPlaceThatOthersReachAndNoToken_areRefused() throws Exception {
        Settings settings = Settings.load(
                Map.of(SettingKey.METRICS_PORT, "0"), environment(Map.of("SOAKLINE_METRICS_HOST", "0.0.0.0")));
        assertThatThrownBy(() -> Metrics.wanted(settings))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("SOAKLINE_METRICS_TOKEN");
        Settings unclear = Settings.load(Map.of(SettingKey.METRICS_PORT, "9464x"), environment(Map.of()));
        assertThatThrownBy(() -> Metrics.wanted(unclear))
                .hasMessage("metrics-port is \"9464x\" (flag --metrics-port); expected a number from 0 to 65535");
    }
}
