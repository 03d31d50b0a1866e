package io.soakline.launch.commands;

import io.soakline.launch.LaunchException;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that set a {@link SettingKey}; shared by all commands. */
final class SettingFlags {

    private final Map<SettingKey, String> given = new EnumMap<>(SettingKey.class);

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka to use")
    void kafka(@Nullable String value) {
        take(SettingKey.KAFKA, value);
    }

    @Option(names = "--kafka-properties", paramLabel = "FILE", description = "client properties for Kafka (TLS, SASL)")
    void kafkaProperties(@Nullable String value) {
        take(SettingKey.KAFKA_PROPERTIES, value);
    }

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "before every topic name (default: soakline.)")
    void topicPrefix(@Nullable String value) {
        take(SettingKey.TOPIC_PREFIX, value);
    }

    @Option(names = "--influx-url", paramLabel = "URL", description = "InfluxDB to write to")
    void influxUrl(@Nullable String value) {
        take(SettingKey.INFLUX_URL, value);
    }

    @Option(names = "--influx-org", paramLabel = "ORG", description = "InfluxDB organisation (default: soakline)")
    void influxOrg(@Nullable String value) {
        take(SettingKey.INFLUX_ORG, value);
    }

    @Option(names = "--influx-bucket", paramLabel = "BUCKET", description = "InfluxDB bucket (default: soakline)")
    void influxBucket(@Nullable String value) {
        take(SettingKey.INFLUX_BUCKET, value);
    }

    @Option(
            names = "--influx-token-file",
            paramLabel = "FILE",
            description = "file that holds the token; or SOAKLINE_INFLUX_TOKEN")
    void influxTokenFile(@Nullable String value) {
        take(SettingKey.INFLUX_TOKEN_FILE, value);
    }

    @Option(names = "--device", paramLabel = "NAME", description = "name of this device (default: the host name)")
    void device(@Nullable String value) {
        take(SettingKey.DEVICE, value);
    }

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "policy file (default: what soakline gate --print-policy prints)")
    void policy(@Nullable String value) {
        take(SettingKey.POLICY, value);
    }

    @Option(names = "--cache", paramLabel = "DIR", description = "folder of built engines (default: XDG cache folder)")
    void cache(@Nullable String value) {
        take(SettingKey.CACHE, value);
    }

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address of the page (default: 127.0.0.1)")
    void host(@Nullable String value) {
        take(SettingKey.HOST, value);
    }

    @Option(names = "--port", paramLabel = "PORT", description = "port of the page, 0 for any free one (default: 8080)")
    void port(@Nullable String value) {
        take(SettingKey.PORT, value);
    }

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "serve the newest windows to Prometheus there (default: not)")
    void metricsPort(@Nullable String value) {
        take(SettingKey.METRICS_PORT, value);
    }

    private void take(SettingKey key, @Nullable String value) {
        if (value != null) {
            given.put(key, value);
        }
    }

    /** Whether it is on the command line, wherever else it may stand. */
    boolean isGiven(SettingKey key) {
        return given.containsKey(key);
    }

    /** Where the device chooses among records rather than naming this one; null when it was not said. */
    @Nullable
    String givenDevice() {
        return given.get(SettingKey.DEVICE);
    }

    Settings load() throws LaunchException {
        return Settings.load(given, System.getenv());
    }
}
