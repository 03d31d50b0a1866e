package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        InfluxSettings token = InfluxSettings.embedded("u").with(new InfluxSettings.Token("s3cret"));
        InfluxSettings basic = InfluxSettings.embedded("u").with(new InfluxSettings.Basic("me", "s3cret"));

        assertThat(token.toString() + basic).doesNotContain("s3cret").contains("me");
    }

    @Test
    void user_comesWithAPasswordFromAFileAndWithoutAToken() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "s3cret\n");

        assertThat(from(Map.of(InfluxEnvironment.USER, "me", "SOAKLINE_INFLUX_PASSWORD_FILE", file.toString())))
                .isEqualTo(new InfluxSettings.Basic("me", "s3cret"));
        assertThatThrownBy(() -> from(Map.of(InfluxEnvironment.USER, "me", InfluxSettings.TOKEN, "t")))
                .hasMessageContaining("both set");
    }

    @Test
    void api_givenTheFirstVersion_writesToADatabase() {
        InfluxSettings settings =
                settings(Map.of(InfluxEnvironment.API, "v1", InfluxEnvironment.RETENTION_POLICY, "month"));

        assertThat(settings.target()).isEqualTo(new InfluxSettings.Database("b", "month"));
        assertThat(settings(Map.of()).target()).isEqualTo(new InfluxSettings.Bucket("o", "b"));
    }

    @Test
    void batchesGzipRetentionAndPoints_comeFromTheEnvironmentOrHaveDefaults() {
        InfluxSettings settings = settings(Map.of(
                InfluxEnvironment.GZIP, "true",
                InfluxEnvironment.BATCH_LINES, "5000",
                InfluxEnvironment.BATCH_BYTES, "65536",
                InfluxEnvironment.BATCH_MILLIS, "1000",
                InfluxEnvironment.RETENTION_DAYS, "30",
                InfluxEnvironment.TAG_VALUES, "10",
                InfluxEnvironment.HEALTH_SECONDS, "0",
                InfluxEnvironment.LATENCY_BUCKETS, "false"));

        assertThat(settings.gzip()).isTrue();
        assertThat(settings.batching()).isEqualTo(new InfluxSettings.Batching(5_000, 65_536, Duration.ofSeconds(1)));
        assertThat(settings.retention()).isEqualTo(new Retention(Duration.ofDays(30), Duration.ZERO));
        assertThat(settings.points()).isEqualTo(new InfluxSettings.Points(10, Duration.ZERO, false));
        assertThat(settings(Map.of()).points()).isEqualTo(InfluxSettings.Points.DEFAULT);
        assertThat(settings(Map.of()).batching()).isEqualTo(InfluxSettings.Batching.DEFAULT);
    }

    @Test
    void longTerm_isAnotherBucketOrAnotherPolicyOfTheDatabase() {
        Map<String, String> years =
                Map.of(InfluxEnvironment.LONG_TERM, "years", InfluxEnvironment.LONG_TERM_DAYS, "3650");

        assertThat(settings(years).longTerm()).isEqualTo(new InfluxSettings.Bucket("o", "years"));
        assertThat(settings(with(years, InfluxEnvironment.API, "v1")).longTerm())
                .isEqualTo(new InfluxSettings.Database("b", "years"));
        assertThat(settings(years).retention()).isEqualTo(new Retention(Duration.ZERO, Duration.ofDays(3_650)));
        assertThat(settings(Map.of()).forLongTerm()).isNull();
        assertThatThrownBy(() -> settings(Map.of(InfluxEnvironment.LONG_TERM, "b")))
                .hasMessageContaining(InfluxEnvironment.LONG_TERM + " is b");
    }

    private static Map<String, String> with(Map<String, String> some, String name, String value) {
        Map<String, String> more = new HashMap<>(some);
        more.put(name, value);
        return more;
    }

    @ParameterizedTest
    @CsvSource({
        "SOAKLINE_INFLUX_LONG_TERM_DAYS,-1",
        "SOAKLINE_INFLUX_HEALTH_SECONDS,often",
        "SOAKLINE_INFLUX_API,v3",
        "SOAKLINE_INFLUX_GZIP,yes",
        "SOAKLINE_INFLUX_LATENCY_BUCKETS,few",
        "SOAKLINE_INFLUX_BATCH_LINES,0",
        "SOAKLINE_INFLUX_BATCH_BYTES,many",
        "SOAKLINE_INFLUX_BATCH_MILLIS,-1",
        "SOAKLINE_INFLUX_TAG_VALUES,0"
    })
    void variable_thatCannotBeUsed_isRefusedWithItsNameAndValue(String variable, String value) {
        assertThatThrownBy(() -> settings(Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(variable + " is " + value);
    }

    private static InfluxSettings.Credentials from(Map<String, String> environment) {
        return settings(environment).credentials();
    }

    private static InfluxSettings settings(Map<String, String> environment) {
        return InfluxSettings.of("http://127.0.0.1:1", "o", "b", false, environment);
    }
}
