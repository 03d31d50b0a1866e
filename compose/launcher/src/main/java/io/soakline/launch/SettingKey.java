package io.soakline.launch;

import java.util.Locale;

/** Every setting: its key, its default and what it is for. One spelling in file, environment and flag. */
public enum SettingKey {
    KAFKA("kafka", "", "Kafka to use, host:port; empty starts an embedded broker where a command can"),
    KAFKA_PROPERTIES("kafka-properties", "", "file of client properties (TLS, SASL), handed to Kafka as they are"),
    TOPIC_PREFIX("topic-prefix", "soakline.", "before every topic name"),
    INFLUX_URL(
            "influx-url",
            "",
            "InfluxDB to write to, http://host:8086; empty starts an embedded store where a command can"),
    INFLUX_ORG("influx-org", "soakline", "InfluxDB organisation; ignored by InfluxDB 3 and QuestDB"),
    INFLUX_BUCKET("influx-bucket", "soakline", "InfluxDB bucket or database"),
    INFLUX_TOKEN_FILE(
            "influx-token-file", "", "file that holds the InfluxDB token; or the variable SOAKLINE_INFLUX_TOKEN"),
    DEVICE("device", "", "name of this device in every record; empty takes the host name"),
    POLICY("policy", "", "policy file: deadline, budgets, alerts, what a gate asks for; empty takes the defaults"),
    CACHE("cache", "", "folder of built engines and unpacked libraries; empty takes XDG_CACHE_HOME/soakline"),
    HOST("host", "127.0.0.1", "address that the page is served on; others than loopback want SOAKLINE_PAGE_TOKEN"),
    PORT("port", "8080", "port of the page, 0 for any free one"),
    METRICS_PORT(
            "metrics-port",
            "",
            "port where Prometheus scrapes the newest windows, 9464 by custom, 0 for any free one; empty serves none");

    private final String key;
    private final String defaultValue;
    private final String help;

    SettingKey(String key, String defaultValue, String help) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.help = help;
    }

    public String key() {
        return key;
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String help() {
        return help;
    }

    /** {@code SOAKLINE_TOPIC_PREFIX} for {@code topic-prefix}. */
    public String variable() {
        return "SOAKLINE_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
